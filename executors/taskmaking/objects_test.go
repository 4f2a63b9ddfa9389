package taskmaking

import (
	"encoding/json"
	"strings"
	"testing"

	"worldc/world"
)

// objects is the clinic with tools that take objects: a search by some of what doctors
// have, a list of one visit to book, and two tools that require what nothing is known of.
func objects(t testing.TB) *world.World {
	w := clinic(t)
	for i := range w.Tools {
		x := &w.Tools[i]
		switch x.Tool.Name {
		case "list_doctors":
			x.Tool.Parameters = json.RawMessage(`{"type":"object","properties":{"where":{"type":"object","properties":{"specialty":{"type":"string"},"name":{"type":"string"}}}},"required":["where"]}`)
			x.Does.Uses = []world.Use{{Parameter: "where", Part: world.Ignored}, {Parameter: "where", Property: "specialty", Part: world.Filter, Column: "doctors.specialty"}, {Parameter: "where", Property: "name", Part: world.Filter, Column: "doctors.name"}}
			x.Code = "def list_doctors(where):\n    return {\"doctors\": [{\"id\": d[\"id\"], \"name\": d[\"name\"], \"specialty\": d[\"specialty\"]} for d in db.find(\"doctors\", where)]}\n"
		case "book_appointment":
			x.Tool.Parameters = json.RawMessage(`{"type":"object","properties":{"visits":{"type":"array","items":{"type":"object","properties":{"patient_id":{"type":"string"},"doctor_id":{"type":"string"},"date":{"type":"string","format":"date"},"reason":{"type":"string"},"source":{"type":"string","enum":["desk"]}},"required":["patient_id","doctor_id","date","source"]}}},"required":["visits"]}`)
			uses := []world.Use{{Parameter: "visits", Part: world.Ignored}}
			for _, u := range x.Does.Uses {
				uses = append(uses, world.Use{Parameter: "visits", Property: u.Parameter, Part: u.Part, Column: u.Column})
			}
			x.Does.Uses = uses
			x.Does.Gives = nil
			x.Code = "def book_appointment(visits):\n    return [db.insert(\"appointments\", {\"id\": db.new_id(\"apt_\"), \"patient_id\": v[\"patient_id\"], \"doctor_id\": v[\"doctor_id\"], \"date\": v[\"date\"], \"reason\": v.get(\"reason\"), \"status\": \"booked\"}) for v in visits]\n"
		case "get_doctor":
			x.Tool.Parameters = json.RawMessage(`{"type":"object","properties":{"doctor_id":{"type":"string"},"shown":{"type":"object","properties":{"fee":{"type":"boolean"}}}},"required":["doctor_id","shown"]}`)
			x.Code = "def get_doctor(doctor_id, shown):\n    return must(\"doctors\", doctor_id)\n"
		case "cancel_appointment":
			x.Tool.Parameters = json.RawMessage(`{"type":"object","properties":{"appointment_id":{"type":"string"},"tags":{"type":"array","items":{"type":"string"}}},"required":["appointment_id","tags"]}`)
			x.Code = strings.Replace(x.Code, "(appointment_id)", "(appointment_id, tags)", 1)
		}
	}
	return w
}

// TestObjects: an object or a list of one object that has to be given is made of
// properties that the person says or a result shows; what nothing is known of is in no
// task.
func TestObjects(t *testing.T) {
	w := objects(t)
	e := load(t, w)
	made, _ := Make(e, w, nil, options(40))
	searched, booked := 0, 0
	for _, m := range made {
		if list := Unknowable(m.Story, m.Task.Calls, func(_, parameter string) bool { return strings.HasSuffix(parameter, "source") }); len(list) > 0 {
			t.Errorf("nobody can know %v\n%s", list, show(m))
		}
		for _, c := range m.Task.Calls {
			arguments, _ := decode(c.Arguments).(map[string]any)
			switch c.Tool {
			case "list_doctors":
				searched++
				where, _ := arguments["where"].(map[string]any)
				if len(where) == 0 {
					t.Errorf("%s\n%s", c.Arguments, show(m))
				}
			case "book_appointment":
				visits, _ := arguments["visits"].([]any)
				if len(visits) != 1 {
					t.Fatalf("%s\n%s", c.Arguments, show(m))
				}
				if visit, _ := visits[0].(map[string]any); visit["date"] == nil || visit["source"] != "desk" {
					t.Errorf("%s\n%s", c.Arguments, show(m))
				}
				booked++
			case "get_doctor", "cancel_appointment":
				t.Errorf("%s is called with %s", c.Tool, c.Arguments)
			}
		}
	}
	if searched == 0 || booked == 0 {
		t.Errorf("%d tasks: %d searches, %d bookings", len(made), searched, booked)
	}
}
