/** Tests of the contract. */
@NullMarked
package io.virtuoso.model;

import org.jspecify.annotations.NullMarked;
