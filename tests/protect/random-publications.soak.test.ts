// Random tables and cities, published, audited and published again, others each time.
import "./audited.test.js";
import "./second-publication.test.js";
