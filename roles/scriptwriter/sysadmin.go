package scriptwriter

import (
	"fmt"
	"strings"
	"sync"

	m "worldc/roles/scriptwriter/mechanics"
)

// sysadmin is about what depends on what: a service is stopped after those that
// need it and started before them, a setting is changed only while the service is
// down and a backup is there, and the log says which setting is wrong.
var sysadmin = family{
	name:  "system administration",
	fits:  []string{"systems administrator", "data analyst", "robot", "software", "game tester", "computer", "cable engineer", "network"},
	own:   []string{"You are on call tonight, and the telephone has rung.", "The maintenance window has just begun.", "Users complain, and you log in."},
	guest: []string{"The one who looks after the machines is ill, and you have been given the password and a short introduction.", "Your club runs two small servers, and tonight they are your problem.", "You take a course in running servers, and this is the examination."},
	book: sync.OnceValue(func() *m.Book {
		return m.Read(`
sort host
sort service: host host, needs service?, running flag, enabled flag, healthy flag, setting setting?, checked flag
sort value
sort setting: value value, wants value, read flag
sort backup: host host, fresh flag
sort disk: host host, full flag
sort player: place host

rule ssh: ssh {host} | connect to {host}
  about Log in to another machine.
  need player.place != host else You are logged in to {host}.
  do player.place = host
  say {host}$
  tell view(host)
rule ls: list services | systemctl list
  about See the services of this machine.
  tell view(player["place"])
rule log: read log of {service} | journalctl -u {service}
  about Read what a service has written.
  at service.host else {service} does not run on {player.place}.
  do service.checked = true
  do service.setting.read = true
  tell entries(the_service)
rule backup: run {backup} | make {backup}
  about Make a backup of a machine.
  at backup.host else {backup} belongs to another machine than {player.place}.
  need backup.fresh = false else {backup} was made this minute.
  need no disk with host = player.place and full = true else No space left on device.
  do backup.fresh = true
  say {backup}: written and verified.
rule clean: clean up {disk} | prune {disk}
  about Delete old logs.
  at disk.host else {disk} is in another machine than {player.place}.
  need disk.full = true else {disk} has room enough.
  do disk.full = false
  say {disk}: 41 GB of old logs deleted.
rule stop: stop {service} | systemctl stop {service}
  about Stop a service.
  at service.host else Unit {service} not found on {player.place}.
  need service.running = true else {service} is not running.
  need no service with needs = service and running = true else Refused: a service that is running needs {service}.
  do service.running = false
  say Stopped {service}.
rule set: set {setting} to {value} | configure {setting} as {value}
  about Change a setting.
  need some service with setting = setting and host = player.place else {setting} is not configured on {player.place}.
  need no service with setting = setting and running = true else The service that uses {setting} is running and would overwrite it.
  need no backup with host = player.place and fresh = false else Company rule: no change without a fresh backup of the machine.
  need setting.read = true else You would only be guessing: what is wrong stands in the log.
  need setting.value != value else {setting} is {value}.
  need setting.wants = value else The checker refuses it: {value} is not valid for {setting}.
  do setting.value = value
  say {setting} = {value}
rule start: start {service} | systemctl start {service}
  about Start a service.
  at service.host else Unit {service} not found on {player.place}.
  need service.running = false else {service} is running.
  need service.needs = nothing or service.needs.running = true else {service} fails: {service.needs} is not running.
  need service.setting = nothing or service.setting.value = service.setting.wants else {service} exits at once: see its log.
  do service.running = true
  say Started {service}.
rule enable: enable {service} | systemctl enable {service}
  about Have a service started whenever the machine starts.
  at service.host else Unit {service} not found on {player.place}.
  need service.enabled = false else {service} is enabled.
  need service.running = true else Nothing is enabled here that does not run.
  do service.enabled = true
  say {service} starts with the machine from now on.
`, `
def view(host):
    """The services of a machine."""
    words = []
    for s in db.find("service", {"host": host}, order = ["name"]):
        words.append(s["name"] + ": " + ("running" if s["running"] else "stopped") + (", enabled" if s["enabled"] else "") + (", needs " + s["needs"] if s["needs"] != None else ""))
    words += [d["name"] + ": " + ("full" if d["full"] else "41% used") for d in db.find("disk", {"host": host}, order = ["name"])]
    words += [b["name"] + ": " + ("fresh" if b["fresh"] else "3 weeks old") for b in db.find("backup", {"host": host}, order = ["name"])]
    return "; ".join(words) if len(words) > 0 else "nothing is installed here"

def entries(service):
    """The log of a service."""
    if service["setting"] == None:
        return service["name"] + ": nothing unusual."
    s = db.get("setting", service["setting"])
    if s["value"] == s["wants"]:
        return service["name"] + ": " + s["name"] + " is " + s["value"] + ", as it should be."
    return service["name"] + ": error: " + s["name"] + " is " + s["value"] + ", expected " + s["wants"] + "."
`)
	}),
	draw: drawSysadmin,
}

func drawSysadmin(d *draw) (scene, goal string) {
	hosts := some(d, d.between(2, 3), []string{"alder-1", "birch-2", "cedar-3", "hazel-4", "rowan-5", "willow-6"})
	for _, h := range hosts {
		d.add("host", h)
	}
	d.me("place", one(d, hosts))
	values := map[string]bool{}
	stack := some(d, d.between(4, 6), []struct {
		name, setting, wrong, right string
	}{{"order-db", "max_connections", "5", "200"}, {"web-shop", "listen_port", "80800", "8080"}, {"mail-relay", "relay_host", "localhost", "mx2"}, {"search-index", "heap_size", "64M", "2G"}, {"print-queue", "spool_dir", "/mnt/old-spool", "/var/spool"}, {"photo-gallery", "image_cache", "off", "on"},
		{"ticket-desk", "time_zone", "Mars", "UTC"}, {"door-cam", "frame_rate", "0", "25"}})
	broken := d.between(1, 2)
	var lines []string
	host := map[string]string{}
	needs := map[string]string{}
	for _, h := range hosts {
		full := d.Chance(1, 3)
		d.add("disk", h+"-disk", "host", h, "full", full)
		d.add("backup", h+"-backup", "host", h, "fresh", d.Chance(1, 5))
	}
	running := map[string]bool{}
	var wants []func()
	for i, s := range stack {
		host[s.name] = one(d, hosts)
		attributes := []any{"host", host[s.name]}
		if i > 0 && d.Chance(2, 3) {
			needs[s.name] = stack[d.IntN(i)].name
			attributes = append(attributes, "needs", needs[s.name])
		}
		running[s.name] = needs[s.name] == "" || running[needs[s.name]]
		faulty := i < broken
		for _, v := range []string{s.right, s.wrong} {
			if !values[v] {
				values[v] = true
				d.add("value", v)
			}
		}
		value := s.right
		if faulty {
			value = s.wrong
		}
		d.add("setting", s.setting, "value", value, "wants", s.right)
		if !faulty && d.Chance(1, 4) {
			running[s.name] = false
		}
		d.add("service", s.name, append(attributes, "setting", s.setting, "running", running[s.name], "enabled", d.Chance(1, 2))...)
		if faulty {
			wants = append(wants, func() {
				d.want(s.setting, "value", s.right, "%s of %s is right", s.setting, s.name)
				d.want(s.name, "running", true, "%s is running", s.name)
			})
			d.via(s.setting, "read", true)
			d.via(host[s.name]+"-backup", "fresh", true)
			lines = append(lines, fmt.Sprintf("%s misbehaves because of a wrong setting: correct it and have it running again", s.name))
		}
	}
	// What depends on the faulty ones is stopped first, from the top.
	for i := len(stack) - 1; i >= 0; i-- {
		for n, up := 0, stack[i].name; up != "" && n < len(stack); n, up = n+1, needs[up] {
			for j := range broken {
				if stack[j].name == up && running[stack[i].name] {
					d.via(stack[i].name, "running", false)
				}
			}
		}
	}
	for j := range broken {
		d.via(stack[j].setting, "value", stack[j].right)
	}
	for _, w := range wants {
		w()
	}
	// What ran before runs in the end; what did not, only where it is asked for.
	others := 0
	for _, s := range stack[broken:] {
		if running[s.name] {
			others++
			d.want(s.name, "running", true, "%s is running", s.name)
		} else if d.Chance(1, 2) {
			d.want(s.name, "running", true, "%s is running", s.name)
			lines = append(lines, "get "+s.name+" running")
			if d.Chance(1, 2) && !d.things[indexOf(d.things, s.name)].Values["enabled"].(bool) {
				d.want(s.name, "enabled", true, "%s starts with its machine", s.name)
				lines[len(lines)-1] += ", and make it start with its machine"
			}
		}
	}
	if others > 0 {
		lines = append(lines, "in the end whatever is running now has to run again")
	}
	return fmt.Sprintf("The machines are called %s; you see a service only on the machine that it runs on. A service cannot be stopped while another needs it. Settings are changed after a backup, and while the service is down.", listed(hosts)),
		"To do: " + strings.Join(lines, "; ") + "."
}
