package io.atomic.reconcile.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory of this process that it can do without while nothing happens: what is not used any
 * more on the heaps of Java and of the C library, and pages of files that can be read again. The
 * Java machine maps tens of megabytes of those, and touches few of them while it waits. They stay
 * in the kernel's cache until somebody needs the room, but are not ours any more.
 */
public final class ResidentMemory {
  private static final Path MAPPINGS = Path.of("/proc/self/smaps");

  /** Below that many kB a mapping is not worth a call. */
  private static final long LEAST = 256;

  /** As asm-generic/mman-common.h has it: pages are dropped, and read again when they are used. */
  private static final int MADV_DONTNEED = 4;

  /** Without it a single page that is used may bring two megabytes back with it. */
  private static final int MADV_NOHUGEPAGE = 15;

  private final MethodHandle madvise;
  private final @Nullable MethodHandle trim;
  private final List<FileMapping> droppable;

  private ResidentMemory(
      MethodHandle madvise, @Nullable MethodHandle trim, List<FileMapping> droppable) {
    this.madvise = madvise;
    this.trim = trim;
    this.droppable = droppable;
  }

  /** What is mapped by now: the Java machine, and what it has loaded ahead of time. */
  @SuppressWarnings("restricted") // the signatures are those of the C library
  public static ResidentMemory ofThisProcess() {
    var linker = Linker.nativeLinker();
    var library = linker.defaultLookup();
    var madvise =
        linker.downcallHandle(
            library.findOrThrow("madvise"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    // Not every C library has it, nor needs it.
    var trim =
        library
            .find("malloc_trim")
            .map(there -> linker.downcallHandle(there, FunctionDescriptor.of(JAVA_INT, JAVA_LONG)))
            .orElse(null);
    var memory = new ResidentMemory(madvise, trim, droppable());
    memory.advise(MADV_NOHUGEPAGE);
    return memory;
  }

  private static List<FileMapping> droppable() {
    try {
      return FileMapping.unchanged(Files.readAllLines(MAPPINGS), LEAST);
    } catch (IOException _) {
      // Where the kernel does not tell, they stay.
      return List.of();
    }
  }

  /** Gives back what can be given back. */
  public void giveBack() {
    System.gc();
    if (trim != null) {
      try {
        var _ = (int) trim.invokeExact(0L);
      } catch (Throwable e) {
        throw new IllegalStateException("tried to give memory back, but " + e, e);
      }
    }
    advise(MADV_DONTNEED);
  }

  /** What the kernel refuses stays as it is. */
  private void advise(int advice) {
    try {
      for (var mapping : droppable) {
        var _ =
            (int)
                madvise.invokeExact(
                    MemorySegment.ofAddress(mapping.address()), mapping.length(), advice);
      }
    } catch (Throwable e) {
      throw new IllegalStateException("tried to give memory back, but " + e, e);
    }
  }
}
