package io.atomic.reconcile.http;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** One block of a PEM file. */
public final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  private final String label;
  private final byte[] content;

  private Pem(String label, byte[] content) {
    this.label = label;
    this.content = content;
  }

  /** Such as {@code CERTIFICATE}. */
  public String label() {
    return label;
  }

  /** What its Base64 stands for. */
  public byte[] content() {
    return content.clone();
  }

  /**
   * The blocks of a text; what stands around them is left out.
   *
   * @throws IllegalArgumentException with the second half of a "tried to x, but y"
   */
  public static List<Pem> parse(String text) {
    var blocks = new ArrayList<Pem>();
    var matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      try {
        blocks.add(new Pem(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
      } catch (IllegalArgumentException _) {
        // The exception would quote a piece of a key.
        throw new IllegalArgumentException(
            "block %d of it is no Base64".formatted(blocks.size() + 1));
      }
    }
    return blocks;
  }

  /** It may be a secret. */
  @Override
  public String toString() {
    return "Pem[%s]".formatted(label);
  }
}
