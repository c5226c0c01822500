// Tables of places beyond the city, and each way in which a file is wrong.
import "./published.test.js";
