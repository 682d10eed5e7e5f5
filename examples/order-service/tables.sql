-- The order service: what customers have ordered, and what has left the house.
CREATE SCHEMA orders;
CREATE TABLE orders.orders (
  order_number text PRIMARY KEY,
  outcome text,
  ordered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at timestamptz
);
CREATE INDEX ON orders.orders (ordered_at);
CREATE INDEX ON orders.orders (order_number) WHERE outcome IS NULL;
CREATE TABLE orders.shipments (key text PRIMARY KEY, order_number text NOT NULL, answer text NOT NULL);
CREATE TABLE orders.till (paid integer NOT NULL, refunded integer NOT NULL);
INSERT INTO orders.till VALUES (0, 0);

-- The payment service: what was done under which idempotency key.
CREATE SCHEMA payment;
CREATE TABLE payment.payments (
  deed text,
  key text,
  order_number text NOT NULL,
  answer text NOT NULL,
  PRIMARY KEY (deed, key)
);
CREATE INDEX ON payment.payments (order_number);

-- The inventory service: what was sold of the stock. What is reserved, the node of the protocol knows.
CREATE SCHEMA inventory;
CREATE TABLE inventory.shelf (sold integer NOT NULL);
INSERT INTO inventory.shelf VALUES (0);

-- What a service has to tell another, written in the transaction in which it happens.
CREATE TABLE orders.outbox (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL,
  order_number text NOT NULL,
  delivered_at timestamptz
);
CREATE INDEX ON orders.outbox (id) WHERE delivered_at IS NULL;
CREATE TABLE payment.outbox (LIKE orders.outbox INCLUDING ALL);

-- What a service has been told, written in the transaction in which it draws its conclusions.
CREATE TABLE orders.inbox (sender text, id integer, kind text NOT NULL, order_number text NOT NULL, PRIMARY KEY (sender, id));
CREATE TABLE inventory.inbox (LIKE orders.inbox INCLUDING ALL);
