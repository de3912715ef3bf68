/**
 * Conditions that are watched and said aloud when they change. Fed by whoever knows a condition;
 * read by {@code serve}.
 */
@NullMarked
package io.virtuoso.gateway.observe.alert;

import org.jspecify.annotations.NullMarked;
