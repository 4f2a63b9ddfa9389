-- A workshop that repairs bicycles: who brings them, what is to be done to
-- them on which day, and what is on the shelf.

CREATE TABLE customers (
  customer_id TEXT NOT NULL PRIMARY KEY,
  name        TEXT NOT NULL,
  email       TEXT NOT NULL UNIQUE,
  phone       TEXT,
  member      BOOLEAN NOT NULL DEFAULT FALSE   -- of the cycling club: 10 % off work
);
CREATE INDEX customers_by_name ON customers (name);

CREATE TABLE bikes (
  bike_id     TEXT NOT NULL PRIMARY KEY,
  customer_id TEXT NOT NULL REFERENCES customers,
  make        TEXT NOT NULL,
  model       TEXT NOT NULL,
  colour      TEXT NOT NULL,
  kind        TEXT NOT NULL CHECK (kind IN ('city', 'road', 'cargo', 'mountain')),
  electric    BOOLEAN NOT NULL
);

CREATE TABLE services (
  service_id  TEXT NOT NULL PRIMARY KEY,
  name        TEXT NOT NULL,
  hours       INTEGER NOT NULL CHECK (hours > 0),
  price_cents INTEGER NOT NULL CHECK (price_cents > 0),
  electric_only BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE TABLE parts (
  part_id     TEXT NOT NULL PRIMARY KEY,
  name        TEXT NOT NULL,
  fits        TEXT NOT NULL,                   -- a kind of bike, or any
  price_cents INTEGER NOT NULL CHECK (price_cents > 0),
  stock       INTEGER NOT NULL CHECK (stock >= 0)
);

-- The days on which the workshop is open, and the hours of work of each.
CREATE TABLE days (
  day   TEXT NOT NULL PRIMARY KEY,
  hours INTEGER NOT NULL CHECK (hours >= 0)
);

CREATE TABLE jobs (
  job_id  TEXT NOT NULL PRIMARY KEY,
  bike_id TEXT NOT NULL REFERENCES bikes,
  day     TEXT NOT NULL REFERENCES days,
  status  TEXT NOT NULL CHECK (status IN ('booked', 'in progress', 'ready', 'collected', 'cancelled')),
  note    TEXT
);
CREATE INDEX jobs_by_bike ON jobs (bike_id);
CREATE INDEX jobs_by_day ON jobs (day);

CREATE TABLE job_services (
  job_id     TEXT NOT NULL REFERENCES jobs,
  service_id TEXT NOT NULL REFERENCES services,
  PRIMARY KEY (job_id, service_id)
);

CREATE TABLE job_parts (
  job_id   TEXT NOT NULL REFERENCES jobs,
  part_id  TEXT NOT NULL REFERENCES parts,
  quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 10),
  PRIMARY KEY (job_id, part_id)
);
