// Each thing that may stand in the way of a publication.
import "./publish.test.js";
