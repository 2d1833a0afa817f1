package strandbench.process;

import java.io.Serializable;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.concurrent.Callable;

/** A task whose class is in no file, so that no other process can find it. */
final class ClassMadeHere extends ClassLoader {
  private ClassMadeHere() {
    super(ClassMadeHere.class.getClassLoader());
  }

  static Callable<?> task(String name) throws ReflectiveOperationException {
    byte[] bytes =
        ClassFile.of()
            .build(
                ClassDesc.of(name),
                made ->
                    made.withFlags(ClassFile.ACC_PUBLIC)
                        .withInterfaceSymbols(
                            ClassDesc.of(Callable.class.getName()),
                            ClassDesc.of(Serializable.class.getName()))
                        .withMethodBody(
                            ConstantDescs.INIT_NAME,
                            ConstantDescs.MTD_void,
                            ClassFile.ACC_PUBLIC,
                            code ->
                                code.aload(0)
                                    .invokespecial(
                                        ConstantDescs.CD_Object,
                                        ConstantDescs.INIT_NAME,
                                        ConstantDescs.MTD_void)
                                    .return_())
                        .withMethodBody(
                            "call",
                            java.lang.constant.MethodTypeDesc.of(ConstantDescs.CD_Object),
                            ClassFile.ACC_PUBLIC,
                            code -> code.aconst_null().areturn()));
    Class<?> made = new ClassMadeHere().defineClass(name, bytes, 0, bytes.length);
    return (Callable<?>) made.getConstructor().newInstance();
  }
}
