// Deliveries in any order.
import "./kept-rows.test.js";
