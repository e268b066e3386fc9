package io.atomic.reconcile.label;

import static io.atomic.reconcile.label.Expansions.expand;
import static io.atomic.reconcile.label.Expansions.problem;
import static io.atomic.reconcile.label.Expansions.words;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.label.Expansion.Invalid;
import io.atomic.reconcile.label.LabelProblem.Kind;
import io.atomic.reconcile.label.Variables.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What strict expansion refuses, and how it says so. */
class ExpanderProblemsTest {

  // 3. Unset variables

  @Test
  void anUnsetVariableIsAnErrorThatNamesItAndTheLabel() {
    var problem = problem("x $UNDEF/foo:/bar rest");

    assertThat(problem.kind()).isEqualTo(Kind.UNSET_VARIABLE);
    assertThat(problem.message())
        .isEqualTo("tried to replace '$UNDEF' in label RUN, but variable 'UNDEF' is not set");
    assertThat(problem.remedy()).contains("spec.env").contains("${UNDEF:-default}");
  }

  @Test
  void everyUnsetVariableIsReported() {
    assertThat(((Invalid) expand("x $A $B \"${C}\" $A")).problems())
        .extracting(LabelProblem::message)
        .satisfiesExactly(
            a -> assertThat(a).contains("'A'"),
            b -> assertThat(b).contains("'B'"),
            c -> assertThat(c).contains("'C'"),
            d -> assertThat(d).contains("'A'"));
  }

  @Test
  void anUnsetOptionIsNothing() {
    assertThat(words("a $OPT2 ${RUN_OPTS} \"${OPT2}\" x${OPT3}y")).containsExactly("a", "", "xy");
    assertThat(words("${OPT2:-d e}")).containsExactly("d e");
  }

  // 5. No shell

  @Test
  void pwdIsTheOneSubstitutionThatIsUnderstood() {
    assertThat(words("-v $(pwd):/w -v `pwd`:/w \"$(pwd)/x\" '$(pwd)'"))
        .containsExactly("-v", "/cwd:/w", "-v", "/cwd:/w", "/cwd/x", "$(pwd)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a && b",
        "a ; b",
        "cat x | y",
        "x > f",
        "x <f",
        "x http://h/?a=1&b=2",
        "x $(id -u)",
        "x `id`",
        "x \"$(id)\"",
        "x $((1+1))",
        "$(pwd)/run",
        "x $(pwd"
      })
  void whatNeedsAShellIsRefusedAndNamesTheGrant(String text) {
    var problem = problem(text);

    assertThat(problem.kind()).isEqualTo(Kind.SHELL);
    assertThat(problem.remedy()).contains("grant 'shell'");
  }

  @Test
  void quotedOperatorsAreText() {
    assertThat(words("sh -c 'a && b' \"c|d\" e\\;"))
        .containsExactly("sh", "-c", "a && b", "c|d", "e;");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x $$",
        "x $1",
        "x \"$@\"",
        "x $?",
        "x ${A:?no}",
        "x ${#A}",
        "x ${1}",
        "x ${}",
        "x ${A:-${B}}",
        "x ${A"
      })
  void otherDollarFormsAreErrors(String text) {
    assertThat(problem(text).kind()).isEqualTo(Kind.DOLLAR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x \"a", "x 'a", "x a\\", "x HOST=/host' y"})
  void unbalancedQuotesAreErrors(String text) {
    assertThat(problem(text).kind()).isEqualTo(Kind.QUOTE);
  }

  @Test
  void anUnbalancedQuoteInAnOptionNamesTheOption() {
    var expansion =
        Expander.expand(
            "label RUN", new CommandText.Label("x $OPT1"), name -> new Value.Plain("-e 'half"));

    assertThat(((Invalid) expansion).problems().getFirst().message())
        .isEqualTo(
            "tried to split the value of 'OPT1' into words, but a single quote is not closed");
  }

  @ParameterizedTest
  @CsvSource({"' ',EMPTY", "'\"\" x',EMPTY", "'a\0b',NUL"})
  void whatCannotBeACommandIsAnError(String text, Kind kind) {
    assertThat(problem(text).kind()).isEqualTo(kind);
  }

  @Test
  void sizeIsBounded() {
    assertThat(problem("x".repeat(Expander.MAX_TEXT + 1)).kind()).isEqualTo(Kind.TOO_LONG);

    var large = new Value.Plain("y".repeat(60_000));
    var bomb =
        Expander.expand(
            "label RUN", new CommandText.Label("x" + " $A".repeat(20_000)), name -> large);
    assertThat(((Invalid) bomb).problems()).hasSize(1);
    assertThat(((Invalid) bomb).problems().getFirst().kind()).isEqualTo(Kind.TOO_LONG);
  }
}
