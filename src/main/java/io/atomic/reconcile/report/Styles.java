package io.atomic.reconcile.report;

/**
 * How the page and the drawings look. Every pair of colours has the contrast that WCAG 2 asks for
 * at level AA, by day and by night. There are no angle brackets and ampersands in it, so that it
 * means the same in HTML and in XML.
 */
final class Styles {
  static final String PALETTE =
      """
      :root {
        color-scheme: light dark;
        --ground: #f5f6f8; --paper: #ffffff; --ink: #1b2029; --soft: #566070; --line: #dde1e8;
        --link: #1f51c4; --edge: #8791a1;
        --good: #12693a; --good-ground: #e2f4e9; --busy: #8a4a00; --busy-ground: #fdf0da;
        --bad: #b01e1c; --bad-ground: #fde9e8; --quiet: #4f5866; --quiet-ground: #eceff3;
      }
      @media (prefers-color-scheme: dark) {
        :root {
          --ground: #11141a; --paper: #191d25; --ink: #e8ebf1; --soft: #a3acbb; --line: #2c333f;
          --link: #8fb6ff; --edge: #6d7889;
          --good: #74d99e; --good-ground: #14301f; --busy: #f4bd65; --busy-ground: #362710;
          --bad: #ffa29b; --bad-ground: #421c1c; --quiet: #b5bdca; --quiet-ground: #272d37;
        }
      }
      .good { --tone: var(--good); --tone-ground: var(--good-ground); }
      .busy { --tone: var(--busy); --tone-ground: var(--busy-ground); }
      .bad { --tone: var(--bad); --tone-ground: var(--bad-ground); }
      .quiet { --tone: var(--quiet); --tone-ground: var(--quiet-ground); }
      """;

  static final String GRAPH =
      """
      .graph { font-family: system-ui, sans-serif; }
      .graph .paper { fill: var(--paper); }
      .graph .edge { fill: none; stroke: var(--edge); stroke-width: 1.4; }
      .graph .for-host { stroke-dasharray: 5 4; }
      .graph .tip { fill: var(--edge); }
      .graph .box { fill: var(--paper); stroke: var(--line); stroke-width: 1.2; }
      .graph .bar { fill: var(--tone); }
      .graph .name { fill: var(--ink); font-size: 13px; font-weight: 600; }
      .graph .state { fill: var(--tone); font-size: 11px; }
      .graph .bad .box { stroke: var(--tone); }
      .graph a:hover .box, .graph a:focus .box { stroke: var(--link); stroke-width: 2; }
      .graph a:focus { outline: none; }
      """;

  static final String PAGE =
      """
      * { box-sizing: border-box; }
      html { scroll-padding-top: 1rem; }
      body {
        margin: 0; background: var(--ground); color: var(--ink);
        font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
      }
      header, main, footer { max-width: 76rem; margin: 0 auto; padding: 0 1.5rem; }
      header { padding-top: 2rem; }
      h1 { margin: 0.1rem 0 0; font-size: 2.1rem; line-height: 1.2; letter-spacing: -0.02em; }
      h2 { margin: 0 0 0.75rem; font-size: 1.15rem; letter-spacing: -0.01em; }
      a { color: var(--link); text-underline-offset: 0.15em; }
      code, pre { font: 0.86em/1.55 ui-monospace, 'DejaVu Sans Mono', monospace; }
      ul, ol { margin: 0; padding: 0; list-style: none; }
      time { font-variant-numeric: tabular-nums; }
      :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 4px; }
      .skip { position: absolute; left: -99rem; }
      .skip:focus { left: 1rem; top: 0.5rem; background: var(--paper); padding: 0.3rem 0.8rem; }
      .id, .at, .hint, .none, .product, footer, dt { color: var(--soft); }
      .hint, .none { margin: 0 0 0.75rem; }
      .product { display: flex; gap: 0.45rem; align-items: center; margin: 0; font-weight: 600; }
      .mark { width: 1.3rem; fill: none; stroke: var(--link); stroke-width: 1.5; }
      .mark circle { fill: var(--link); stroke: none; }
      .at { margin: 0.1rem 0 1.1rem; }
      .verdict { margin: 0 0 0.5rem; font-size: 1.25rem; font-weight: 600; color: var(--tone); }
      .named, .counts, .counts ul, nav { display: flex; flex-wrap: wrap; gap: 0.4rem 0.9rem; }
      .named { margin-bottom: 0.9rem; }
      .counts { align-items: center; gap: 0.5rem 0.7rem; }
      .counts ul { gap: 0.4rem; margin-right: 1.4rem; }
      .counts span { color: var(--soft); }
      .counts li {
        padding: 0.3rem 0.8rem; border-radius: 0.6rem; color: var(--tone);
        background: var(--tone-ground);
      }
      .counts b { font-size: 1.1rem; font-variant-numeric: tabular-nums; }
      nav { margin: 1.4rem 0 0; padding: 0.6rem 0; border-top: 1px solid var(--line); }
      section {
        margin: 0 0 1.25rem; padding: 1.25rem 1.5rem; background: var(--paper);
        border: 1px solid var(--line); border-radius: 0.9rem;
      }
      .scrolling { content-visibility: auto; contain-intrinsic-size: auto 20rem; }
      .badge {
        display: inline-block; padding: 0.05rem 0.55rem; border-radius: 1rem; font-size: 0.86em;
        font-weight: 600; white-space: nowrap; color: var(--tone); background: var(--tone-ground);
      }
      dl {
        display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: 0.2rem 1.25rem;
        margin: 0.6rem 0;
      }
      dd { margin: 0; min-width: 0; }
      .conditions li, .differences li { margin: 0.2rem 0; }
      .problems li { margin: 0.35rem 0; white-space: pre-line; }
      .filter { display: inline-flex; gap: 0.5rem; align-items: center; margin-bottom: 0.75rem; }
      .filter input { width: 1.05rem; height: 1.05rem; accent-color: var(--link); }
      section:has(#attention-only:checked) .fine { display: none; }
      .apps, .apps caption, .apps thead, .apps tbody { display: block; }
      .apps caption { text-align: left; color: var(--soft); margin-bottom: 0.5rem; }
      .apps tr {
        display: grid; gap: 0 1rem; align-items: baseline;
        grid-template-columns: minmax(8rem, 13rem) 6.5rem 7rem minmax(10rem, 1fr) 11rem;
      }
      .apps th, .apps td { padding: 0; text-align: left; font-weight: 400; min-width: 0; }
      .apps thead th { color: var(--soft); font-size: 0.86em; padding-bottom: 0.35rem; }
      .app { border-top: 1px solid var(--line); padding: 0.55rem 0; }
      .app { content-visibility: auto; contain-intrinsic-size: auto 4.4rem; }
      .app th { font-weight: 600; }
      .app:target { background: var(--quiet-ground); box-shadow: 0 0 0 0.4rem var(--quiet-ground); }
      .apps .more { display: block; }
      .more td { display: block; }
      summary { color: var(--soft); font-size: 0.9em; cursor: pointer; width: fit-content; }
      summary:hover { color: var(--ink); }
      details[open] summary { margin-bottom: 0.4rem; }
      details[open] { padding-bottom: 0.4rem; }
      .aside {
        position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
      }
      .more details { position: relative; }
      .scrolling { overflow: auto; max-height: 44rem; }
      .scrolling svg { display: block; }
      .timeline { width: 100%; min-width: 46rem; margin-bottom: 0.75rem; }
      .timeline rect { fill: var(--tone); }
      .timeline .quiet rect { fill: var(--edge); }
      .timeline .cross { fill: none; stroke: var(--tone); stroke-width: 2; }
      .timeline .axis { stroke: var(--line); stroke-width: 1.5; }
      .timeline text { fill: var(--soft); font-size: 12px; }
      ol.runs li { padding: 0.4rem 0; border-top: 1px solid var(--line); }
      ol.runs p { margin: 0.2rem 0 0; }
      ol.runs ul li { padding: 0.1rem 0 0.1rem 1.25rem; border: 0; }
      .earlier { padding-top: 0.5rem; border-top: 1px solid var(--line); }
      pre { margin: 0; }
      pre .added { color: var(--good); }
      pre .changed { color: var(--busy); }
      pre .removed, pre .bad { color: var(--bad); }
      pre .faint { color: var(--soft); }
      pre .strong, pre .bad { font-weight: 600; }
      footer { padding-bottom: 2rem; font-size: 0.9em; }
      @media (max-width: 52rem) {
        header, main, footer { padding-left: 1rem; padding-right: 1rem; }
        section { padding: 1rem; }
        .apps thead { position: absolute; clip-path: inset(50%); height: 1px; overflow: hidden; }
        .apps tr { grid-template-columns: auto auto 1fr; gap: 0.15rem 0.5rem; }
        .app th, .app td[data-column=Image], .app td[data-column=Since] { grid-column: 1 / -1; }
        .app td[data-column=Since] { color: var(--soft); font-size: 0.9em; }
        .app .unknown { display: none; }
        dl { grid-template-columns: 1fr; gap: 0; }
        dd { margin-bottom: 0.4rem; }
      }
      @media print {
        .scrolling { overflow: visible; max-height: none; }
        section { border: 0; padding: 0; }
      }
      """;

  private Styles() {}
}
