-- The airline world of tau-bench, relationally. `place` and `line` keep lists
-- in the order in which the original documents have them.

CREATE TABLE airports (
  code  TEXT NOT NULL PRIMARY KEY CHECK (length(code) = 3),
  city  TEXT NOT NULL,
  place INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE users (
  user_id    TEXT NOT NULL PRIMARY KEY,
  first_name TEXT NOT NULL,
  last_name  TEXT NOT NULL,
  address1   TEXT NOT NULL,
  address2   TEXT NOT NULL,
  city       TEXT NOT NULL,
  country    TEXT NOT NULL,
  state      TEXT NOT NULL,
  zip        TEXT NOT NULL,
  email      TEXT NOT NULL UNIQUE,
  dob        TEXT NOT NULL,
  membership TEXT NOT NULL CHECK (membership IN ('regular', 'silver', 'gold'))
) WITHOUT ROWID;

CREATE TABLE saved_passengers (
  user_id    TEXT NOT NULL REFERENCES users,
  line       INTEGER NOT NULL,
  first_name TEXT NOT NULL,
  last_name  TEXT NOT NULL,
  dob        TEXT NOT NULL,
  PRIMARY KEY (user_id, line)
) WITHOUT ROWID;

-- Certificates of different users may have one number, so the key has the user
-- in it.
CREATE TABLE payment_methods (
  user_id   TEXT NOT NULL REFERENCES users,
  id        TEXT NOT NULL,
  place     INTEGER NOT NULL,
  source    TEXT NOT NULL CHECK (source IN ('credit_card', 'gift_card', 'certificate')),
  brand     TEXT,
  last_four TEXT,
  amount    REAL CHECK (amount >= 0),
  PRIMARY KEY (user_id, id),
  CHECK ((source = 'credit_card') = (amount IS NULL))
) WITHOUT ROWID;

CREATE TABLE flights (
  flight_number                TEXT NOT NULL PRIMARY KEY,
  origin                       TEXT NOT NULL REFERENCES airports,
  destination                  TEXT NOT NULL REFERENCES airports,
  scheduled_departure_time_est TEXT NOT NULL,
  scheduled_arrival_time_est   TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX flights_by_route ON flights (origin, destination);

CREATE TABLE flight_dates (
  flight_number                TEXT NOT NULL REFERENCES flights,
  date                         TEXT NOT NULL,
  status                       TEXT NOT NULL CHECK (status IN ('available', 'on time', 'delayed', 'flying', 'landed', 'cancelled')),
  actual_departure_time_est    TEXT,
  actual_arrival_time_est      TEXT,
  estimated_departure_time_est TEXT,
  estimated_arrival_time_est   TEXT,
  seats_basic_economy          INTEGER CHECK (seats_basic_economy >= 0),
  seats_economy                INTEGER CHECK (seats_economy >= 0),
  seats_business               INTEGER CHECK (seats_business >= 0),
  price_basic_economy          REAL,
  price_economy                REAL,
  price_business               REAL,
  PRIMARY KEY (flight_number, date)
) WITHOUT ROWID;

CREATE TABLE reservations (
  reservation_id   TEXT NOT NULL PRIMARY KEY,
  user_id          TEXT NOT NULL REFERENCES users,
  place            INTEGER NOT NULL,
  origin           TEXT NOT NULL REFERENCES airports,
  destination      TEXT NOT NULL REFERENCES airports,
  flight_type      TEXT NOT NULL CHECK (flight_type IN ('one_way', 'round_trip')),
  cabin            TEXT NOT NULL CHECK (cabin IN ('basic_economy', 'economy', 'business')),
  created_at       TEXT NOT NULL,
  total_baggages   INTEGER NOT NULL,
  nonfree_baggages INTEGER NOT NULL,
  insurance        TEXT NOT NULL CHECK (insurance IN ('yes', 'no')),
  status           TEXT
) WITHOUT ROWID;

CREATE TABLE reservation_flights (
  reservation_id TEXT NOT NULL REFERENCES reservations,
  line           INTEGER NOT NULL,
  flight_number  TEXT NOT NULL,
  date           TEXT NOT NULL,
  price          REAL NOT NULL,
  PRIMARY KEY (reservation_id, line),
  FOREIGN KEY (flight_number, date) REFERENCES flight_dates
) WITHOUT ROWID;

CREATE TABLE reservation_passengers (
  reservation_id TEXT NOT NULL REFERENCES reservations,
  line           INTEGER NOT NULL,
  first_name     TEXT NOT NULL,
  last_name      TEXT NOT NULL,
  dob            TEXT NOT NULL,
  PRIMARY KEY (reservation_id, line)
) WITHOUT ROWID;

-- A certificate is gone when it is used, so payments refer to nothing.
CREATE TABLE reservation_payments (
  reservation_id TEXT NOT NULL REFERENCES reservations,
  line           INTEGER NOT NULL,
  payment_id     TEXT NOT NULL,
  amount         REAL NOT NULL,
  PRIMARY KEY (reservation_id, line)
) WITHOUT ROWID;
