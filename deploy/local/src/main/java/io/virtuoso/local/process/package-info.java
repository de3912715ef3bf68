/**
 * Processes of this machine: how they start, end and are signalled, and how the two services are
 * started from a built checkout. For the launcher and for the drills.
 */
@NullMarked
package io.virtuoso.local.process;

import org.jspecify.annotations.NullMarked;
