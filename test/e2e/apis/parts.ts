/** The functions behind the orders API. */
export interface OrdersParts<Fn> {
  readonly orders: Fn
  readonly judge: Fn
}
