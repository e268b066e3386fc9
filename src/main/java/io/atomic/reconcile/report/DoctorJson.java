package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.Diagnosis;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What runs depend on, for machines; {@code schema/doctor.schema.json} describes it. */
public final class DoctorJson {
  private DoctorJson() {}

  public static JsonNode of(List<Diagnosis> diagnoses) {
    return Tree.document()
        .flag("well", diagnoses.stream().noneMatch(Diagnosis::isProblem))
        .list("diagnoses", diagnoses, DoctorJson::diagnosis)
        .node();
  }

  private static Tree diagnosis(Diagnosis diagnosis) {
    return Tree.object()
        .word("subject", diagnosis.subject())
        .word("level", diagnosis.level())
        .text("message", diagnosis.found())
        .text("remedy", diagnosis.remedy());
  }
}
