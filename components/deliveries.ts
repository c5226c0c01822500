/**
 * The language of the delivery report: `deliveries` fetches what the newest delivery of each source was like, `chooseDelivery`
 * asks of which, and every other word gives a whole figure, table or list. docs/explore/deliveries.md is written in it.
 */

export {
  chooseDelivery,
  controlTotalTable,
  deliveries,
  deliveryColumns,
  expectationTable,
  faultTable,
  findingList,
  refusedList,
  rowsFigure,
  supplierMessage,
  valueTable,
} from "./catalogue/deliveries.js";
export { only, unless } from "./words/only.js";
