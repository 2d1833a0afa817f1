package strandbench.catalog;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of a test that it shows how these constructs behave, and of a benchmark class that it says
 * what they cost.
 *
 * <pre>{@code
 * @Covers(Construct.P6)
 * class SharedLockTest { … }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Covers {
  Construct[] value();
}
