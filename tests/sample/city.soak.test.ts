// Postcodes of a million children.
import "./city.test.js";
