/**
 * Where frames come from, live venues or a tape, and the queue in which they wait for the pipeline;
 * how each venue is, and the tape on which what came in is kept.
 */
@NullMarked
package io.virtuoso.engine.feed;

import org.jspecify.annotations.NullMarked;
