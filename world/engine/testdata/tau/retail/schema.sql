-- The retail world of tau-bench, relationally. `place` keeps lists in the
-- order in which the original documents have them.

CREATE TABLE users (
  user_id    TEXT NOT NULL PRIMARY KEY,
  first_name TEXT NOT NULL,
  last_name  TEXT NOT NULL,
  email      TEXT NOT NULL UNIQUE,
  address1   TEXT NOT NULL,
  address2   TEXT NOT NULL,
  city       TEXT NOT NULL,
  country    TEXT NOT NULL,
  state      TEXT NOT NULL,
  zip        TEXT NOT NULL
);
CREATE INDEX users_by_name ON users (first_name, last_name, zip);

CREATE TABLE payment_methods (
  id        TEXT NOT NULL PRIMARY KEY,
  user_id   TEXT NOT NULL REFERENCES users,
  place     INTEGER NOT NULL,
  source    TEXT NOT NULL CHECK (source IN ('credit_card', 'gift_card', 'paypal')),
  brand     TEXT,
  last_four TEXT,
  balance   REAL CHECK (balance >= 0),
  CHECK ((source = 'gift_card') = (balance IS NOT NULL))
);

CREATE TABLE products (
  product_id TEXT NOT NULL PRIMARY KEY,
  name       TEXT NOT NULL UNIQUE
) WITHOUT ROWID;

-- An item is one variant of a product.
CREATE TABLE items (
  item_id    TEXT NOT NULL PRIMARY KEY,
  product_id TEXT NOT NULL REFERENCES products,
  options    JSON NOT NULL,
  available  BOOLEAN NOT NULL,
  price      REAL NOT NULL CHECK (price > 0)
) WITHOUT ROWID;

CREATE TABLE orders (
  order_id   TEXT NOT NULL PRIMARY KEY,
  user_id    TEXT NOT NULL REFERENCES users,
  place      INTEGER NOT NULL,
  address1   TEXT NOT NULL,
  address2   TEXT NOT NULL,
  city       TEXT NOT NULL,
  country    TEXT NOT NULL,
  state      TEXT NOT NULL,
  zip        TEXT NOT NULL,
  status     TEXT NOT NULL CHECK (status IN ('pending', 'pending (item modified)', 'processed', 'delivered', 'cancelled',
                                             'return requested', 'exchange requested')),
  cancel_reason              TEXT,
  return_items               JSON,
  return_payment_method_id   TEXT REFERENCES payment_methods,
  exchange_items             JSON,
  exchange_new_items         JSON,
  exchange_payment_method_id TEXT REFERENCES payment_methods,
  exchange_price_difference  REAL
);

CREATE TABLE order_items (
  order_id TEXT NOT NULL REFERENCES orders,
  line     INTEGER NOT NULL,
  item_id  TEXT NOT NULL REFERENCES items,
  price    REAL NOT NULL,
  PRIMARY KEY (order_id, line)
);

CREATE TABLE order_payments (
  order_id          TEXT NOT NULL REFERENCES orders,
  line              INTEGER NOT NULL,
  transaction_type  TEXT NOT NULL CHECK (transaction_type IN ('payment', 'refund')),
  amount            REAL NOT NULL,
  payment_method_id TEXT NOT NULL REFERENCES payment_methods,
  PRIMARY KEY (order_id, line)
) WITHOUT ROWID;

CREATE TABLE fulfillments (
  order_id     TEXT NOT NULL REFERENCES orders,
  line         INTEGER NOT NULL,
  tracking_ids JSON NOT NULL,
  item_ids     JSON NOT NULL,
  PRIMARY KEY (order_id, line)
) WITHOUT ROWID;
