package io.conclave.web.news;

import java.util.Map;

/**
 * What the active controller says twice a second, also where there is no news.
 *
 * @param controller who it is
 * @param epoch its fencing token
 * @param numbers what each topic of its stream stands at
 */
record Beat(String controller, long epoch, Map<String, Long> numbers) {}
