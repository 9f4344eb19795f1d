package io.syncline.entities.source;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.syncline.core.record.ExactNumbers;
import io.syncline.entities.engine.value.Cell;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Rows as bytes and back: the same row, with the digits and types that it had. */
final class RowForm {
  private static final ObjectMapper JSON = ExactNumbers.in(JsonMapper.builder()).build();

  private enum Kind {
    CELLS,
    MEMBERS,
    EMPTY,
    TEXT,
    NUMBER,
    TRUE,
    FALSE,
    STRUCTURE
  }

  private RowForm() {}

  static void write(Row row, DataOutputStream out) throws IOException {
    if (row instanceof Row.OfApi api) {
      write(Kind.MEMBERS, api.record().id(), out);
      write(api.record().json().toString(), out);
    } else if (row instanceof Row.OfSheet sheet) {
      write(Kind.CELLS, out);
      out.writeInt(sheet.row().number());
      out.writeInt(sheet.row().cells().size());
      for (Cell cell : sheet.row().cells()) {
        write(cell, out);
      }
    }
  }

  static Row read(DataInputStream in) throws IOException {
    if (kind(in) == Kind.MEMBERS) {
      return Row.of(text(in), JSON.readTree(text(in)));
    }
    int number = in.readInt();
    int size = in.readInt();
    List<Cell> cells = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      cells.add(cell(in));
    }
    return Row.of(number, cells);
  }

  private static void write(Cell cell, DataOutputStream out) throws IOException {
    if (cell instanceof Cell.Text text) {
      write(Kind.TEXT, text.spelling(), out);
    } else if (cell instanceof Cell.Num number) {
      write(Kind.NUMBER, number.number().toString(), out);
    } else if (cell instanceof Cell.Bool bool) {
      write(bool.value() ? Kind.TRUE : Kind.FALSE, out);
    } else if (cell instanceof Cell.Structure structure) {
      write(Kind.STRUCTURE, structure.node().toString(), out);
    } else {
      write(Kind.EMPTY, out);
    }
  }

  private static Cell cell(DataInputStream in) throws IOException {
    return switch (kind(in)) {
      case TEXT -> new Cell.Text(text(in));
      case NUMBER -> new Cell.Num(new BigDecimal(text(in)));
      case TRUE -> Cell.bool(true);
      case FALSE -> Cell.bool(false);
      case STRUCTURE -> new Cell.Structure(JSON.readTree(text(in)));
      case CELLS, MEMBERS, EMPTY -> Cell.EMPTY;
    };
  }

  private static void write(Kind kind, DataOutputStream out) throws IOException {
    out.writeByte(kind.ordinal());
  }

  private static void write(Kind kind, String text, DataOutputStream out) throws IOException {
    write(kind, out);
    write(text, out);
  }

  private static void write(String text, DataOutputStream out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static Kind kind(DataInputStream in) throws IOException {
    return Kind.values()[in.readByte()];
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }
}
