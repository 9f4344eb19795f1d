package io.syncline.sandbox.shopify;

import io.syncline.sandbox.engine.Endpoint;

/**
 * A request as a shop sees it; what is missing is empty text.
 *
 * @param shop its name, without the domain
 * @param origin under which the caller reached the simulator
 */
record ShopifyCall(
    Endpoint endpoint,
    String shop,
    String version,
    String token,
    String origin,
    String body,
    AdminRequest request) {}
