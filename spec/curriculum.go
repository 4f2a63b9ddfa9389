package spec

// A Curriculum puts trajectories into stages, in which a model is trained one
// after the other: first on many domains, then on some (AgentScaler §3.2). No
// trajectory is copied.
//
// The stages are filled in their order. A trajectory is in one stage at the
// most, and so is a task, unless `share_tasks` allows otherwise. A stage that
// cannot be filled fails the build, with what there is of each domain. Raising
// the size of a stage keeps what it has; a later stage that takes from the same
// domains may then have others.
type Curriculum struct {
	// Stages are the stages, in order.
	Stages []Stage `spec:"stage,block"`

	// ShareTasks lets several stages have trajectories of one task. A model that
	// is tested between the stages would have seen the tasks.
	ShareTasks bool `spec:"share_tasks" default:"false"`
}

// A Stage is one stage of a curriculum.
type Stage struct {
	// Name is the name of the stage, and of the directory of its data.
	Name string `spec:"name,label"`

	// From are the trajectories, or the verdicts on them, of which the accepted
	// ones are taken.
	From References `spec:"from" reads:"Verdict|Trajectory"`

	// Domains are the domains to take trajectories from, by name or id. An
	// imported world is a domain of its own. Left out, they are all that no
	// other stage names.
	Domains []string `spec:"domains,optional"`

	// ExcludeDomains are domains to take none from, by name or id.
	ExcludeDomains []string `spec:"exclude_domains,optional"`

	// Size is the number of trajectories, exactly; 0 is all there are.
	Size int `spec:"size" default:"0" range:"[0,100000000]"`

	// Balance shares the size out among the domains: `uniform` as evenly as they
	// allow, `sqrt` by the square root of what each has, `none` as it comes.
	Balance string `spec:"balance" default:"uniform" oneof:"uniform|sqrt|none"`

	// MaxPerDomain bounds the trajectories of a domain; 0 is no bound.
	MaxPerDomain int `spec:"max_per_domain" default:"0" range:"[0,100000000]"`

	// MaxPerTask bounds the trajectories of a task; 0 is no bound.
	MaxPerTask int `spec:"max_per_task" default:"0" range:"[0,100000000]"`

	// Order is that in which the stage is trained on: `shuffled` by the seed, by
	// `difficulty` from easy to hard, or that of the `input`. Where there are
	// more than are asked for, the first of the input are taken for `input`, and
	// a random sample otherwise.
	Order string `spec:"order" default:"shuffled" oneof:"shuffled|difficulty|input"`

	// MinCalls is the number of golden calls that a task has at the least.
	MinCalls int `spec:"min_calls" default:"0" range:"[0,1000]"`

	// RequireWrites takes only trajectories of tasks that write.
	RequireWrites bool `spec:"require_writes" default:"false"`

	// Range is the block's header.
	Range Range `spec:",range"`
}

func (c *Curriculum) check(at func(string) Range) Diagnostics {
	var diags Diagnostics
	if len(c.Stages) == 0 {
		diags = append(diags, Errorf(at(""), "No stages", "A curriculum needs at least one stage block."))
	}
	first := map[string]Range{}
	for _, s := range c.Stages {
		if !validKey(s.Name) || s.Name[0] == '.' {
			diags = append(diags, Errorf(s.Range, "Invalid name",
				"%q cannot be the name of a directory. Stages have names of 1 to 100 letters, digits, dots, underscores and hyphens, which do not begin with a dot.", s.Name))
		}
		if other, ok := first[s.Name]; ok {
			diags = append(diags, Errorf(s.Range, "Duplicate stage", "The stage %q is already given at %s.", s.Name, other))
		} else {
			first[s.Name] = s.Range
		}
		if s.Domains != nil && len(s.Domains) == 0 {
			diags = append(diags, Errorf(s.Range, "Unsuitable value", "domains is empty, so that there is nothing to take: leave it out for all domains that no other stage names."))
		}
	}
	return diags
}
