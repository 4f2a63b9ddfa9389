package taskmaking

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"worldc/rng"
	"worldc/world"
	"worldc/world/engine"
)

// clinic is a world with four tables and fourteen tools, as a toolsmith
// describes them.
func clinic(t testing.TB) *world.World {
	t.Helper()
	w := &world.World{
		ID: world.WorldID("clinic", 0), Domain: "clinic", Name: "clinic appointments", Clock: "2025-06-02T08:00:00", Rows: map[string][]json.RawMessage{},
		Schema: `
CREATE TABLE patients (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE, phone TEXT, city TEXT NOT NULL, birth_date TEXT NOT NULL);
CREATE TABLE doctors (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, specialty TEXT NOT NULL, fee REAL NOT NULL, accepts_new BOOLEAN NOT NULL);
CREATE TABLE appointments (id TEXT NOT NULL PRIMARY KEY, patient_id TEXT NOT NULL REFERENCES patients, doctor_id TEXT NOT NULL REFERENCES doctors,
  date TEXT NOT NULL, reason TEXT, status TEXT NOT NULL CHECK (status IN ('booked', 'confirmed', 'done', 'cancelled')));
CREATE INDEX by_patient ON appointments (patient_id);
CREATE TABLE prescriptions (id INTEGER NOT NULL PRIMARY KEY, appointment_id TEXT NOT NULL REFERENCES appointments, drug TEXT NOT NULL, dose_mg INTEGER NOT NULL, refills INTEGER NOT NULL);
CREATE INDEX by_appointment ON prescriptions (appointment_id);`,
		Tables: []world.Table{
			{Name: "patients", Thing: "patient", Key: []string{"id"}, Columns: []world.Column{
				{Name: "id", Type: "TEXT", Label: "patient id", Required: true, Unique: true}, {Name: "name", Type: "TEXT", Label: "name", Meaning: "person_name", Required: true},
				{Name: "email", Type: "TEXT", Label: "e-mail address", Meaning: "email", Required: true, Unique: true}, {Name: "phone", Type: "TEXT", Label: "phone number", Meaning: "phone"},
				{Name: "city", Type: "TEXT", Label: "city", Meaning: "city", Required: true}, {Name: "birth_date", Type: "TEXT", Label: "date of birth", Meaning: "date", Required: true}}},
			{Name: "doctors", Thing: "doctor", Key: []string{"id"}, Columns: []world.Column{
				{Name: "id", Type: "TEXT", Label: "doctor id", Required: true, Unique: true}, {Name: "name", Type: "TEXT", Label: "name", Meaning: "person_name", Required: true},
				{Name: "specialty", Type: "TEXT", Label: "specialty", Required: true}, {Name: "fee", Type: "REAL", Label: "fee", Meaning: "price", Required: true},
				{Name: "accepts_new", Type: "BOOLEAN", Label: "accepts new patients", Required: true}}},
			{Name: "appointments", Thing: "appointment", Key: []string{"id"}, Columns: []world.Column{
				{Name: "id", Type: "TEXT", Label: "appointment id", Required: true, Unique: true},
				{Name: "patient_id", Type: "TEXT", Label: "patient", References: "patients", Required: true}, {Name: "doctor_id", Type: "TEXT", Label: "doctor", References: "doctors", Required: true},
				{Name: "date", Type: "TEXT", Label: "date", Meaning: "date", Required: true}, {Name: "reason", Type: "TEXT", Label: "reason"},
				{Name: "status", Type: "TEXT", Label: "status", Meaning: "status", Required: true, Enum: raws("booked", "confirmed", "done", "cancelled")}},
				States: &world.Lifecycle{Column: "status", Initial: "booked", Moves: []world.Transition{
					{Column: "status", From: []string{"booked"}, To: "confirmed"}, {Column: "status", From: []string{"booked", "confirmed"}, To: "cancelled"}}}},
			{Name: "prescriptions", Thing: "prescription", Key: []string{"id"}, Columns: []world.Column{
				{Name: "id", Type: "INTEGER", Label: "prescription id", Required: true, Unique: true}, {Name: "appointment_id", Type: "TEXT", Label: "appointment", References: "appointments", Required: true},
				{Name: "drug", Type: "TEXT", Label: "drug", Meaning: "name", Required: true}, {Name: "dose_mg", Type: "INTEGER", Label: "dose", Required: true}, {Name: "refills", Type: "INTEGER", Label: "number of refills", Required: true}}},
		},
		Prelude: "def must(table, key):\n    row = db.get(table, key)\n    if row == None:\n        fail(\"there is no \" + str(key) + \" in \" + table)\n    return row\n",
	}
	s := rng.New(5, "clinic")
	add := func(table string, row map[string]any) {
		raw, err := json.Marshal(row)
		if err != nil {
			t.Fatal(err)
		}
		w.Rows[table] = append(w.Rows[table], raw)
	}
	first, last := strings.Fields("Ann Omar Lena Jack Mia Tom Zoe Paul Rosa Ben Ida Karl"), strings.Fields("Lee Haddad Brandt Visser Okafor Silva Weber Costa Novak Jansen")
	cities := strings.Fields("Utrecht Leiden Delft Breda")
	specialties := strings.Fields("dermatology cardiology pediatrics orthopedics")
	drugs := strings.Fields("Ibuprofen Amoxicillin Cetirizine Metformin Lisinopril")
	for i := range 20 {
		a, b := rng.Pick(s, first), rng.Pick(s, last)
		add("patients", map[string]any{"id": fmt.Sprintf("pat_%04x", 4096+i*77), "name": a + " " + b, "email": fmt.Sprintf("%s.%s%d@example.org", strings.ToLower(a), strings.ToLower(b), i),
			"phone": fmt.Sprintf("+31 6 %08d", s.IntN(1e8)), "city": rng.Pick(s, cities), "birth_date": fmt.Sprintf("19%02d-0%d-1%d", 40+s.IntN(60), 1+s.IntN(9), s.IntN(9))})
	}
	for i := range 7 {
		add("doctors", map[string]any{"id": fmt.Sprintf("doc_%04x", 512+i*31), "name": "Dr. " + rng.Pick(s, first) + " " + last[i], "specialty": rng.Pick(s, specialties), "fee": 40.5 + float64(5*s.IntN(12)), "accepts_new": s.Chance(1, 2)})
	}
	for i := range 45 {
		add("appointments", map[string]any{"id": fmt.Sprintf("apt_%04x", 9000+i*13), "patient_id": fmt.Sprintf("pat_%04x", 4096+s.IntN(20)*77), "doctor_id": fmt.Sprintf("doc_%04x", 512+s.IntN(7)*31),
			"date": fmt.Sprintf("2025-0%d-%02d", 5+s.IntN(3), 1+s.IntN(28)), "reason": rng.Pick(s, []string{"check-up", "back pain", "rash", "vaccination", "follow-up"}),
			"status": rng.Pick(s, []string{"booked", "booked", "confirmed", "done", "cancelled"})})
	}
	for i := range 30 {
		add("prescriptions", map[string]any{"id": 7001 + i, "appointment_id": fmt.Sprintf("apt_%04x", 9000+s.IntN(45)*13), "drug": rng.Pick(s, drugs), "dose_mg": 50 * (1 + s.IntN(8)), "refills": s.IntN(4)})
	}
	use := func(uses ...string) (list []world.Use) { // parameter part column
		for _, u := range uses {
			f := strings.Fields(u + " ")
			one := world.Use{Parameter: f[0], Part: world.Part(f[1])}
			if len(f) > 2 {
				one.Column = f[2]
			}
			list = append(list, one)
		}
		return list
	}
	all := func(prefix, table string) (list []world.Give) {
		for _, x := range w.Tables {
			if x.Name == table {
				for _, c := range x.Columns {
					list = append(list, world.Give{Output: prefix + c.Name, Column: table + "." + c.Name})
				}
			}
		}
		return list
	}
	some := func(prefix, table string, columns ...string) (list []world.Give) {
		for _, c := range columns {
			list = append(list, world.Give{Output: prefix + c, Column: table + "." + c})
		}
		return list
	}
	cancel := &world.Transition{Column: "status", From: []string{"booked", "confirmed"}, To: "cancelled"}
	confirm := &world.Transition{Column: "status", From: []string{"booked"}, To: "confirmed"}
	tool := func(name string, effect world.Effect, parameters string, does world.Behaviour, code string) {
		w.Tools = append(w.Tools, world.WorldTool{Effect: effect, Does: &does, Code: code, Tool: world.Tool{ID: world.ToolID("clinic", name, 0), Name: name, Description: name,
			Parameters: json.RawMessage(parameters)}})
	}
	tool("find_patients", world.Read, `{"type":"object","properties":{"query":{"type":"string"}},"required":["query"]}`,
		world.Behaviour{Operation: world.Search, Table: "patients", Uses: use("query text"), Gives: some("[].", "patients", "id", "name", "email", "birth_date")},
		"def find_patients(query):\n    return [{\"id\": p[\"id\"], \"name\": p[\"name\"], \"email\": p[\"email\"], \"birth_date\": p[\"birth_date\"]} for p in db.find(\"patients\") if query.lower() in (p[\"name\"] + \" \" + p[\"email\"]).lower()]\n")
	tool("get_patient", world.Read, `{"type":"object","properties":{"id":{"type":"string"}},"required":["id"]}`,
		world.Behaviour{Operation: world.Get, Table: "patients", Uses: use("id key patients.id"), Gives: all("", "patients")},
		"def get_patient(id):\n    return must(\"patients\", id)\n")
	tool("update_patient", world.Write, `{"type":"object","properties":{"id":{"type":"string"},"email":{"type":"string"},"phone":{"type":"string"},"city":{"type":"string"}},"required":["id"]}`,
		world.Behaviour{Operation: world.Update, Table: "patients", Uses: use("id key patients.id", "email set patients.email", "phone set patients.phone", "city set patients.city"), Gives: all("", "patients")},
		"def update_patient(id, email = None, phone = None, city = None):\n    p = must(\"patients\", id)\n    c = {}\n    if email != None:\n        c[\"email\"] = email\n    if phone != None:\n        c[\"phone\"] = phone\n    if city != None:\n        c[\"city\"] = city\n    return db.update(\"patients\", id, c)\n")
	tool("list_doctors", world.Read, `{"type":"object","properties":{"specialty":{"type":"string"},"accepts_new":{"type":"boolean"}}}`,
		world.Behaviour{Operation: world.List, Table: "doctors", Uses: use("specialty filter doctors.specialty", "accepts_new filter doctors.accepts_new"), Gives: some("doctors[].", "doctors", "id", "name", "specialty")},
		"def list_doctors(specialty = None, accepts_new = None):\n    e = {}\n    if specialty != None:\n        e[\"specialty\"] = specialty\n    if accepts_new != None:\n        e[\"accepts_new\"] = accepts_new\n    return {\"doctors\": [{\"id\": d[\"id\"], \"name\": d[\"name\"], \"specialty\": d[\"specialty\"]} for d in db.find(\"doctors\", e)]}\n")
	tool("get_doctor", world.Read, `{"type":"object","properties":{"doctor_id":{"type":"string"}},"required":["doctor_id"]}`,
		world.Behaviour{Operation: world.Get, Table: "doctors", Uses: use("doctor_id key doctors.id"), Gives: all("", "doctors")},
		"def get_doctor(doctor_id):\n    return must(\"doctors\", doctor_id)\n")
	tool("list_appointments", world.Read, `{"type":"object","properties":{"patient_id":{"type":"string"},"status":{"type":"string"}},"required":["patient_id"]}`,
		world.Behaviour{Operation: world.List, Table: "appointments", Uses: use("patient_id reference patients.id", "status filter appointments.status"), Gives: some("appointments[].", "appointments", "id", "date", "status", "doctor_id")},
		"def list_appointments(patient_id, status = None):\n    must(\"patients\", patient_id)\n    e = {\"patient_id\": patient_id}\n    if status != None:\n        e[\"status\"] = status\n    return {\"appointments\": [{\"id\": a[\"id\"], \"date\": a[\"date\"], \"status\": a[\"status\"], \"doctor_id\": a[\"doctor_id\"]} for a in db.find(\"appointments\", e)]}\n")
	tool("get_appointment", world.Read, `{"type":"object","properties":{"appointment_id":{"type":"string"}},"required":["appointment_id"]}`,
		world.Behaviour{Operation: world.Get, Table: "appointments", Uses: use("appointment_id key appointments.id"), Gives: all("", "appointments")},
		"def get_appointment(appointment_id):\n    return must(\"appointments\", appointment_id)\n")
	tool("book_appointment", world.Write, `{"type":"object","properties":{"patient_id":{"type":"string"},"doctor_id":{"type":"string"},"date":{"type":"string","format":"date"},"reason":{"type":"string"}},"required":["patient_id","doctor_id","date"]}`,
		world.Behaviour{Operation: world.Create, Table: "appointments", Uses: use("patient_id reference patients.id", "doctor_id reference doctors.id", "date set appointments.date", "reason set appointments.reason"), Gives: all("", "appointments")},
		"def book_appointment(patient_id, doctor_id, date, reason = None):\n    must(\"patients\", patient_id)\n    must(\"doctors\", doctor_id)\n    if date < now[:10]:\n        fail(date + \" is past\")\n    return db.insert(\"appointments\", {\"id\": db.new_id(\"apt_\"), \"patient_id\": patient_id, \"doctor_id\": doctor_id, \"date\": date, \"reason\": reason, \"status\": \"booked\"})\n")
	tool("reschedule_appointment", world.Write, `{"type":"object","properties":{"appointment_id":{"type":"string"},"date":{"type":"string","format":"date"}},"required":["appointment_id","date"]}`,
		world.Behaviour{Operation: world.Update, Table: "appointments", Uses: use("appointment_id key appointments.id", "date set appointments.date"), Gives: all("", "appointments")},
		"def reschedule_appointment(appointment_id, date):\n    a = must(\"appointments\", appointment_id)\n    if a[\"status\"] not in [\"booked\", \"confirmed\"]:\n        fail(\"is \" + a[\"status\"])\n    return db.update(\"appointments\", appointment_id, {\"date\": date})\n")
	tool("cancel_appointment", world.Write, `{"type":"object","properties":{"appointment_id":{"type":"string"}},"required":["appointment_id"]}`,
		world.Behaviour{Operation: world.Move, Table: "appointments", Uses: use("appointment_id key appointments.id"), Gives: all("", "appointments"), Transition: cancel},
		"def cancel_appointment(appointment_id):\n    a = must(\"appointments\", appointment_id)\n    if a[\"status\"] not in [\"booked\", \"confirmed\"]:\n        fail(\"is \" + a[\"status\"])\n    return db.update(\"appointments\", appointment_id, {\"status\": \"cancelled\"})\n")
	tool("confirm_appointment", world.Write, `{"type":"object","properties":{"appointment_id":{"type":"string"}},"required":["appointment_id"]}`,
		world.Behaviour{Operation: world.Move, Table: "appointments", Uses: use("appointment_id key appointments.id"), Gives: all("", "appointments"), Transition: confirm},
		"def confirm_appointment(appointment_id):\n    a = must(\"appointments\", appointment_id)\n    if a[\"status\"] != \"booked\":\n        fail(\"is \" + a[\"status\"])\n    return db.update(\"appointments\", appointment_id, {\"status\": \"confirmed\"})\n")
	tool("list_prescriptions", world.Read, `{"type":"object","properties":{"appointment_id":{"type":"string"}},"required":["appointment_id"]}`,
		world.Behaviour{Operation: world.List, Table: "prescriptions", Uses: use("appointment_id reference appointments.id"), Gives: all("[].", "prescriptions")},
		"def list_prescriptions(appointment_id):\n    return db.find(\"prescriptions\", {\"appointment_id\": appointment_id})\n")
	tool("refill_prescription", world.Write, `{"type":"object","properties":{"prescription_id":{"type":"integer"},"refills":{"type":"integer","minimum":1}},"required":["prescription_id","refills"]}`,
		world.Behaviour{Operation: world.Update, Table: "prescriptions", Uses: use("prescription_id key prescriptions.id", "refills set prescriptions.refills"), Gives: all("", "prescriptions")},
		"def refill_prescription(prescription_id, refills):\n    must(\"prescriptions\", prescription_id)\n    return db.update(\"prescriptions\", prescription_id, {\"refills\": refills})\n")
	tool("count_appointments", world.Read, `{"type":"object","properties":{"doctor_id":{"type":"string"}},"required":["doctor_id"]}`,
		world.Behaviour{Operation: world.Count, Table: "appointments", Uses: use("doctor_id reference doctors.id")},
		"def count_appointments(doctor_id):\n    return {\"count\": db.count(\"appointments\", {\"doctor_id\": doctor_id})}\n")
	return w
}

func raws(values ...string) (list []json.RawMessage) {
	for _, v := range values {
		list = append(list, json.RawMessage(quoted(v)))
	}
	return list
}

// load loads a world, or fails.
func load(t testing.TB, w *world.World) *engine.Engine {
	t.Helper()
	e, err := engine.Load(w, engine.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// options are those of most tests.
func options(perWorld int) Options {
	return Options{PerWorld: perWorld, MinCalls: 2, MaxCalls: 8, ReadOnlyShare: 0.3, Stream: func(parts ...string) *rng.Stream { return rng.New(1, parts...) }}
}
