package io.atomic.reconcile.manifest;

import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.Declared;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Desired.Source;
import io.atomic.reconcile.model.Host;
import io.atomic.reconcile.model.Place;
import io.atomic.reconcile.model.Problem;
import io.atomic.reconcile.model.ResourceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Puts the declarations of all files together; the order in which they come does not matter. */
final class Assembly {
  private final List<Declaration> declarations = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private boolean named = true;
  private boolean lost;

  void add(Declaration declaration) {
    declarations.add(declaration);
    problems.addAll(declaration.problems());
    named &= declaration.id() != null;
  }

  /** Notes that something was there which may have declared anything. */
  void lost(Problem problem) {
    problems.add(problem);
    named = false;
    lost = true;
  }

  void warn(Problem problem) {
    problems.add(problem);
  }

  /** Whether nothing was there that is, or may have been meant as, a manifest. */
  boolean isEmpty() {
    return declarations.isEmpty() && !lost;
  }

  Desired desired(Source source) {
    declarations.sort(Comparator.comparing(Declaration::place, Place.ORDER));
    var invalid = new TreeSet<ResourceId>();
    for (var declaration : declarations) {
      if (declaration.id() != null && declaration.resource() == null) {
        invalid.add(declaration.id());
      }
    }
    for (var problem : new CrossChecks(declarations, named).problems()) {
      problems.add(problem);
      if (problem.resource() != null) {
        invalid.add(problem.resource());
      }
    }
    var apps = new TreeMap<String, Declared<App>>();
    @Nullable Declared<Host> host = null;
    for (var declaration : declarations) {
      if (declaration.id() == null || invalid.contains(declaration.id())) {
        continue;
      }
      switch (declaration.resource()) {
        case App app -> apps.put(app.name(), new Declared<>(app, declaration.place()));
        case Host only -> host = new Declared<>(only, declaration.place());
        case null -> {}
      }
    }
    problems.sort(Problem.BY_PLACE);
    return new Desired(apps, host, invalid, named, source, problems);
  }
}
