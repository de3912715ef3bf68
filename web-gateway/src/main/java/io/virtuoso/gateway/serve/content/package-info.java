/** What a request says about the forms and copies that it takes, and bodies in such forms. */
@NullMarked
package io.virtuoso.gateway.serve.content;

import org.jspecify.annotations.NullMarked;
