package strandbench.process.wire;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.InvalidObjectException;
import java.io.ObjectInputFilter;
import java.io.Serializable;
import java.io.StreamCorruptedException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The compact form of a serializable record whose components are boxed or primitive ints, longs,
 * doubles and booleans, strings, enum constants or null: the name of its class and their values. It
 * means what the JDK's serialization of such a record means (the fields are written, the canonical
 * constructor reads, the filter is asked for every class), at a tenth of the time. All other
 * records have no form here, among them those with {@code writeReplace} or {@code readResolve}, and
 * those of modules that are not open to this one.
 */
final class RecordForm {
  private static final ClassValue<Optional<RecordForm>> FORMS =
      new ClassValue<>() {
        @Override
        protected Optional<RecordForm> computeValue(Class<?> type) {
          return form(type);
        }
      };

  /** Those that have been read, by class name. */
  private static final Map<String, RecordForm> READ = new ConcurrentHashMap<>();

  private final Class<?> type;
  private final Class<?>[] componentTypes;
  private final MethodHandle[] fields;
  private final MethodHandle constructor;

  private RecordForm(
      Class<?> type, Class<?>[] componentTypes, MethodHandle[] fields, MethodHandle constructor) {
    this.type = type;
    this.componentTypes = componentTypes;
    this.fields = fields;
    this.constructor = constructor;
  }

  private static Optional<RecordForm> form(Class<?> type) {
    if (!type.isRecord() || !Serializable.class.isAssignableFrom(type) || replaces(type)) {
      return Optional.empty();
    }
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    MethodHandle[] fields = new MethodHandle[components.length];
    try {
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
      for (int i = 0; i < components.length; i++) {
        Field field = type.getDeclaredField(components[i].getName());
        types[i] = MethodType.methodType(components[i].getType()).wrap().returnType();
        fields[i] = lookup.unreflectGetter(field).asType(MethodType.genericMethodType(1));
      }
      Class<?>[] parameters =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      MethodHandle constructor =
          lookup
              .findConstructor(type, MethodType.methodType(void.class, parameters))
              .asType(MethodType.genericMethodType(parameters.length))
              .asSpreader(Object[].class, parameters.length);
      return Optional.of(new RecordForm(type, types, fields, constructor));
    } catch (IllegalAccessException e) {
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a record has a field for each component, and a constructor", e);
    }
  }

  private static boolean replaces(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.getParameterCount() == 0)
        .map(Method::getName)
        .anyMatch(name -> name.equals("writeReplace") || name.equals("readResolve"));
  }

  /**
   * Writes a record.
   *
   * @param tag comes before it
   * @return null if it has no form here
   */
  static ByteBuffer write(byte tag, Object object) {
    Optional<RecordForm> form = FORMS.get(object.getClass());
    return form.isEmpty() ? null : form.get().write(tag, object, object.getClass().getName());
  }

  private ByteBuffer write(byte tag, Object object, String name) {
    Object[] values = new Object[fields.length];
    int[] sizes = new int[fields.length];
    int nameSize = Codec.plainSize(name);
    long total = 1 + Integer.BYTES + (long) nameSize;
    for (int i = 0; i < fields.length; i++) {
      values[i] = value(i, object);
      sizes[i] = isWhole(values[i]) ? Codec.plainSize(values[i]) : -1;
      if (sizes[i] < 0) {
        return null;
      }
      total += Integer.BYTES + sizes[i];
    }
    if (total > Codec.MAX_OBJECT) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) total).put(tag);
    put(name, nameSize, bytes);
    for (int i = 0; i < fields.length; i++) {
      put(values[i], sizes[i], bytes);
    }
    return bytes.flip();
  }

  /** An enum constant as its name, where the component's type says which enum that is. */
  private Object value(int component, Object object) {
    Object value;
    try {
      value = (Object) fields[component].invokeExact(object);
    } catch (Throwable e) {
      throw new AssertionError("reading a field doesn't fail", e);
    }
    return value != null && componentTypes[component].isEnum() ? ((Enum<?>) value).name() : value;
  }

  /** Not an array: two components may hold the same one, and must do so when read. */
  private static boolean isWhole(Object value) {
    return value == null || !value.getClass().isArray();
  }

  private static void put(Object value, int size, ByteBuffer bytes) {
    Codec.writePlain(value, size, bytes.putInt(size));
  }

  /**
   * Reads what {@link #write} has written after the tag.
   *
   * @throws InvalidClassException if the rules refuse a class, or it has no form here
   * @throws InvalidObjectException if the constructor throws an exception, which is the cause
   * @throws StreamCorruptedException if the bytes are no record of that class
   */
  static Object read(ByteBuffer bytes, ObjectInputFilter rules)
      throws IOException, ClassNotFoundException {
    if (!(take(bytes) instanceof String name)) {
      throw new StreamCorruptedException("refused a record without the name of its class");
    }
    AcceptFilter filter = new AcceptFilter(rules, bytes.remaining());
    RecordForm form = READ.get(name);
    if (form == null) {
      Class<?> type = Class.forName(name, false, RecordForm.class.getClassLoader());
      filter.require(type);
      form =
          FORMS
              .get(type)
              .orElseThrow(() -> new InvalidClassException(name, "is no record of this form"));
      READ.put(name, form);
    } else {
      filter.require(form.type);
    }
    return form.read(bytes, filter);
  }

  private Object read(ByteBuffer bytes, AcceptFilter filter) throws IOException {
    Object[] values = new Object[fields.length];
    for (int i = 0; i < values.length; i++) {
      Object value = take(bytes);
      if (value != null && componentTypes[i].isEnum()) {
        filter.require(componentTypes[i]);
        value = constant(componentTypes[i], value);
      }
      if (value != null && !componentTypes[i].isInstance(value)) {
        throw new StreamCorruptedException(
            "refused a " + type.getName() + " with a " + value.getClass().getName());
      }
      values[i] = value;
    }
    try {
      return (Object) constructor.invokeExact(values);
    } catch (Exception e) {
      InvalidObjectException refusal =
          new InvalidObjectException(type.getName() + " can't be made: " + e);
      refusal.initCause(e);
      throw refusal;
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("neither exception nor error", e);
    }
  }

  private static Object constant(Class<?> type, Object name) throws IOException {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw new InvalidObjectException(type.getName() + " has no constant " + name);
  }

  private static Object take(ByteBuffer bytes) throws IOException {
    int size = bytes.getInt();
    if (size < 0 || size > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer part = bytes.slice(bytes.position(), size);
    bytes.position(bytes.position() + size);
    Object value = Codec.readPlain(part.get(), part);
    if (part.hasRemaining()) {
      throw new StreamCorruptedException("refused a component with bytes after its end");
    }
    return value;
  }
}
