"use strict";
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// lambda/orders.ts
var orders_exports = {};
__export(orders_exports, {
  handler: () => handler
});
module.exports = __toCommonJS(orders_exports);

// lambda/order-book.ts
var orders = new Map(
  [
    { id: "1001", customer: "Ada", items: [{ sku: "tea-earl-grey", quantity: 2 }], createdAt: "2026-01-05T09:30:00.000Z" },
    { id: "1002", customer: "Grace", items: [{ sku: "mug-white", quantity: 6 }], createdAt: "2026-01-06T14:00:00.000Z" }
  ].map((order) => [order.id, order])
);
function listOrders() {
  return [...orders.values()];
}
function findOrder(id) {
  return orders.get(id);
}
function addOrder(order) {
  orders.set(order.id, order);
}
function removeOrder(id) {
  return orders.delete(id);
}

// lambda/orders.ts
var ROUTES = {
  "GET /orders": () => json(200, { orders: listOrders() }),
  "POST /orders": (event, context) => {
    const type = event.headers["Content-Type"] ?? event.headers["content-type"] ?? "application/json";
    if (!type.startsWith("application/json")) return json(415, { message: `Send application/json, not ${type}` });
    const order = JSON.parse(event.body ?? "{}");
    const created = { id: context.awsRequestId, ...order, createdAt: new Date(event.requestContext.requestTimeEpoch).toISOString() };
    addOrder(created);
    console.log("created order", created.id, "for", created.customer);
    return json(201, created, { Location: `/${event.requestContext.stage}/orders/${created.id}` });
  },
  "GET /orders/{id}": (event) => {
    const order = findOrder(idOf(event));
    return order === void 0 ? notFound(event) : json(200, order);
  },
  "DELETE /orders/{id}": (event) => removeOrder(idOf(event)) ? { statusCode: 204, body: "" } : notFound(event)
};
async function handler(event, context) {
  const answer = ROUTES[`${event.httpMethod} ${event.resource}`];
  return answer === void 0 ? json(404, { message: `No route ${event.httpMethod} ${event.resource}` }) : answer(event, context);
}
function idOf(event) {
  return decodeURIComponent(event.pathParameters?.["id"] ?? "");
}
function notFound(event) {
  return json(404, { message: `No order ${idOf(event)}` });
}
function json(statusCode, body, headers = {}) {
  return { statusCode, headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) };
}
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  handler
});
//# sourceMappingURL=data:application/json;base64,ewogICJ2ZXJzaW9uIjogMywKICAic291cmNlcyI6IFsibGFtYmRhL29yZGVycy50cyIsICJsYW1iZGEvb3JkZXItYm9vay50cyJdLAogICJtYXBwaW5ncyI6ICI7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7O0FBQUE7QUFBQTtBQUFBO0FBQUE7QUFBQTs7O0FDb0JBLElBQU0sU0FBUyxJQUFJO0FBQUEsRUFDakI7QUFBQSxJQUNFLEVBQUUsSUFBSSxRQUFRLFVBQVUsT0FBTyxPQUFPLENBQUMsRUFBRSxLQUFLLGlCQUFpQixVQUFVLEVBQUUsQ0FBQyxHQUFHLFdBQVcsMkJBQTJCO0FBQUEsSUFDckgsRUFBRSxJQUFJLFFBQVEsVUFBVSxTQUFTLE9BQU8sQ0FBQyxFQUFFLEtBQUssYUFBYSxVQUFVLEVBQUUsQ0FBQyxHQUFHLFdBQVcsMkJBQTJCO0FBQUEsRUFDckgsRUFBRSxJQUFJLENBQUMsVUFBVSxDQUFDLE1BQU0sSUFBSSxLQUFLLENBQUM7QUFDcEM7QUFHTyxTQUFTLGFBQXNCO0FBQ3BDLFNBQU8sQ0FBQyxHQUFHLE9BQU8sT0FBTyxDQUFDO0FBQzVCO0FBR08sU0FBUyxVQUFVLElBQStCO0FBQ3ZELFNBQU8sT0FBTyxJQUFJLEVBQUU7QUFDdEI7QUFHTyxTQUFTLFNBQVMsT0FBb0I7QUFDM0MsU0FBTyxJQUFJLE1BQU0sSUFBSSxLQUFLO0FBQzVCO0FBR08sU0FBUyxZQUFZLElBQXFCO0FBQy9DLFNBQU8sT0FBTyxPQUFPLEVBQUU7QUFDekI7OztBRHZDQSxJQUFNLFNBQTJDO0FBQUEsRUFDL0MsZUFBZSxNQUFNLEtBQUssS0FBSyxFQUFFLFFBQVEsV0FBVyxFQUFFLENBQUM7QUFBQSxFQUV2RCxnQkFBZ0IsQ0FBQyxPQUFPLFlBQVk7QUFFbEMsVUFBTSxPQUFPLE1BQU0sUUFBUSxjQUFjLEtBQUssTUFBTSxRQUFRLGNBQWMsS0FBSztBQUMvRSxRQUFJLENBQUMsS0FBSyxXQUFXLGtCQUFrQixFQUFHLFFBQU8sS0FBSyxLQUFLLEVBQUUsU0FBUyw4QkFBOEIsSUFBSSxHQUFHLENBQUM7QUFDNUcsVUFBTSxRQUFRLEtBQUssTUFBTSxNQUFNLFFBQVEsSUFBSTtBQUMzQyxVQUFNLFVBQVUsRUFBRSxJQUFJLFFBQVEsY0FBYyxHQUFHLE9BQU8sV0FBVyxJQUFJLEtBQUssTUFBTSxlQUFlLGdCQUFnQixFQUFFLFlBQVksRUFBRTtBQUMvSCxhQUFTLE9BQU87QUFDaEIsWUFBUSxJQUFJLGlCQUFpQixRQUFRLElBQUksT0FBTyxRQUFRLFFBQVE7QUFDaEUsV0FBTyxLQUFLLEtBQUssU0FBUyxFQUFFLFVBQVUsSUFBSSxNQUFNLGVBQWUsS0FBSyxXQUFXLFFBQVEsRUFBRSxHQUFHLENBQUM7QUFBQSxFQUMvRjtBQUFBLEVBRUEsb0JBQW9CLENBQUMsVUFBVTtBQUM3QixVQUFNLFFBQVEsVUFBVSxLQUFLLEtBQUssQ0FBQztBQUNuQyxXQUFPLFVBQVUsU0FBWSxTQUFTLEtBQUssSUFBSSxLQUFLLEtBQUssS0FBSztBQUFBLEVBQ2hFO0FBQUEsRUFFQSx1QkFBdUIsQ0FBQyxVQUFXLFlBQVksS0FBSyxLQUFLLENBQUMsSUFBSSxFQUFFLFlBQVksS0FBSyxNQUFNLEdBQUcsSUFBSSxTQUFTLEtBQUs7QUFDOUc7QUFHQSxlQUFzQixRQUFRLE9BQTZCLFNBQWtEO0FBQzNHLFFBQU0sU0FBUyxPQUFPLEdBQUcsTUFBTSxVQUFVLElBQUksTUFBTSxRQUFRLEVBQUU7QUFDN0QsU0FBTyxXQUFXLFNBQVksS0FBSyxLQUFLLEVBQUUsU0FBUyxZQUFZLE1BQU0sVUFBVSxJQUFJLE1BQU0sUUFBUSxHQUFHLENBQUMsSUFBSSxPQUFPLE9BQU8sT0FBTztBQUNoSTtBQUVBLFNBQVMsS0FBSyxPQUFxQztBQUNqRCxTQUFPLG1CQUFtQixNQUFNLGlCQUFpQixJQUFJLEtBQUssRUFBRTtBQUM5RDtBQUVBLFNBQVMsU0FBUyxPQUFvRDtBQUNwRSxTQUFPLEtBQUssS0FBSyxFQUFFLFNBQVMsWUFBWSxLQUFLLEtBQUssQ0FBQyxHQUFHLENBQUM7QUFDekQ7QUFFQSxTQUFTLEtBQUssWUFBb0IsTUFBZSxVQUFrQyxDQUFDLEdBQTBCO0FBQzVHLFNBQU8sRUFBRSxZQUFZLFNBQVMsRUFBRSxnQkFBZ0Isb0JBQW9CLEdBQUcsUUFBUSxHQUFHLE1BQU0sS0FBSyxVQUFVLElBQUksRUFBRTtBQUMvRzsiLAogICJuYW1lcyI6IFtdCn0K
