package strandbench.catalog;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of a benchmark that it has garbage collected while it is measured, as it must to weigh what
 * is alive: pauses of the collector are no reason to set a fork of it aside.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface CollectsGarbage {}
