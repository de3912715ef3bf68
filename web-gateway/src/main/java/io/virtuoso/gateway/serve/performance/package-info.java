/**
 * How the gateway is doing, for operators: windows, targets beside actuals, slow requests, alerts.
 * Fed by {@code observe} and by whatever has a state; read by the API and the pages.
 */
@NullMarked
package io.virtuoso.gateway.serve.performance;

import org.jspecify.annotations.NullMarked;
