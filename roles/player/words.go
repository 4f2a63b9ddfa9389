package player

import "worldc/roles/speech"

// What the player thinks. $do is the action as a phrase, $doing its form in -ing,
// $aim a condition of the goal, $why what was wrong with the last action, $thing
// something that was named.
var (
	openings = speech.NewBank("", `
		{The goal is clear|I know what is wanted}; {let me|I should} {begin with the first part|take it one thing at a time}: $aim.
		I have to see to it that $aim, among other things.
		{To begin with|First of all}: $aim. {That is what I work towards|I start there}.
		{Before anything else I want to make sure|What has to come true first is} that $aim.
	`)
	starts = speech.NewBank("", `
		{I know the goal, but not yet how to get there|The goal is clear, the way is not yet}.
		{Let me see what I have to work with|One thing at a time}.
		{First I have to find out more|I need to find my way around first}.
		{All right|So}, {let me begin|I begin}.
	`)
	notices = speech.NewBank("", `
		{There is|So there is|I can see} $thing {now|here}.
		$Thing {is mentioned here|turns up here}, {which is what I was looking for|and I can use that}.
		{Good|That helps}: $thing.
		So {this|here} is where $thing comes in.
		Now I know about $thing.
	`)
	nods = speech.NewBank("", `
		{That worked|Good}.
		{Done|That is done}.
		{So far, so good|Fine}.
		One step further.
		{|}
		{|}
		{|}
	`)
	settled = speech.NewBank("", `
		{That settles one part|One part is settled}: $aim.
		{Now|So now} $aim. {On to the rest|The rest is still to do}.
		$Aim: {done|that much is done}.
	`)
	aims = speech.NewBank("", `
		{What is still missing|What I am after}: $aim.
		I still {want|need}: $aim.
		The {next part of the goal|next thing} is that $aim.
		It remains {to be done|to see to it} that $aim.
		{I work towards this now|The point of this}: $aim.
	`)
	plans = speech.NewBank("", `
		{I will|I'll} $do.
		{Next|Now} I {will|can} $do.
		The {sensible|obvious} {thing|step} is to $do.
		{Time|So it is time} to $do.
		{Then|So} I $do.
		{It makes sense|I think it is best} to $do.
		$Doing {comes next|is next}.
		{I can|Now I can} $do.
		{What comes next is|The next step is} to $do.
		{I go on and|Let me} $do.
	`)
	means = speech.NewBank("", `
		{For that|To get there} I {have to|need to} $do.
		{It takes|That begins with} $doing.
		{The way there|The way to it} is to $do{| now}.
		So I $do.
		{I'll|I will} $do for that.
	`)
	mixups = speech.NewBank("", `
		$Why. {I mixed something up|I took one thing for another|That was the wrong one}.
		{I was mistaken|That was a mistake}: $why.
		{Wrong guess|I remembered that wrongly}: $why.
		So it is not that one: $why.
	`)
	glances = speech.NewBank("", `
		{Before I do anything|Before I go on} I {want|need} to know what {there is|is around me}, so I $do.
		I do not {know enough|see enough} yet to {decide|go on}; {I will|let me} $do.
		{Better to|Let me} $do first{| than to guess}.
		I {have not|haven't} seen what I need yet. {I will|I'll} $do.
		I am not sure what is {here|at hand}. To find out, I $do.
	`)
	searches = speech.NewBank("", `
		I have not seen $thing {anywhere yet|so far}. {It may help to|I will} $do{| and see}.
		Where is $thing? {I do not know yet|Nothing has told me so far}. I $do and {see|find out}.
		$Thing has not turned up{| yet}. {Let me|I'll} $do{|, which may show more}.
		{As long as I do not know about|To find} $thing I have to {search|look further}: I $do.
	`)
	formats = speech.NewBank("", `
		{That was not in the right format|The action was not understood}: $why. {The list says|It has to be} `+"`$template`"+`.
		$Why. {I have to|I should} keep to the format `+"`$template`"+`.
		{My wording was off|I put that wrongly}. {The action is written|The format is} `+"`$template`"+`, with a name exactly as {it was shown|I have seen it}.
		Not valid, so nothing happened. `+"`$template`"+` is {what the list gives|the format}.
	`)
	places = speech.NewBank("", `
		{I am in the wrong place|I am not where I have to be}: $why.
		{So that cannot be done from here|Not from here}: $why.
		$Why. {I was too quick|I forgot where I am}.
		$Why, so I have to {get there|move} first.
	`)
	orders = speech.NewBank("", `
		{That did not work|It did not work}, and {I can see why|the reason is plain}: $why.
		$Why. {Something has to come before that|I skipped a step|I was ahead of myself}.
		$Why. {I should have thought of that|So I have to do this in another order}.
		{Of course|Right}: $why.
		$Why, so {I have to go about it differently|it takes another step}.
	`)
	done = speech.NewBank("", `
		$Why. {So there was no need to do it again|Once was enough}.
		{Doing that twice makes no sense|I had done that already}: $why.
		{No need to repeat it|That is behind me}: $why. {On with the next thing|I go on}.
	`)
	repairs = speech.NewBank("", `
		{So I|I} $do {first|instead}.
		{This time|Instead} {I will|I'll} $do.
		{What helps is|The way out is} to $do.
		{First|So first} I {have to|need to} $do.
		{Let me|I will} $do {then|instead}.
		{I try it another way and|To put that right I} $do.
	`)
	hasty = speech.NewBank("", `
		I can {save a step|be quick about it}: I $do right away.
		{From here|Now} I should be able to $do.
		$Aim: for that I only have to $do.
		{I know what to do|That is simple}: I $do.
		{No need to wait|Everything should be ready}; I $do.
	`)
	mistaken = speech.NewBank("", `
		{If I remember rightly|I think} {that is where it is|this is the one}, so I $do.
		{It should be|That would be} {enough|right} to $do.
		{I am fairly sure|I believe} this is {the right one|what is meant}. I $do.
		{That looks right|This seems to be it}: I $do.
	`)
	again = speech.NewBank("", `
		{To be on the safe side|Just to be sure}, I $do {once more|again}.
		I {am not sure that it worked|did not quite see whether it worked}, so I $do again.
		{Did that work|Is that really done}? I $do again.
	`)
	sloppy = speech.NewBank("", `
		{I will|I'll} $do.
		{Next|Now} I {will|can} $do.
		The {sensible|obvious} {thing|step} is to $do.
		{Time|So it is time} to $do.
	`)
	wanders = speech.NewBank("", `
		{It is worth a try|There may be something useful}: I $do.
		{I do not know this place well yet|There may be more to find}, so I $do.
		{Perhaps it helps|It cannot hurt} to $do.
	`)
	back = speech.NewBank("", `
		{That did not bring me further|Nothing of use there}. {Back to the matter|I go back to what I was doing}: I $do.
		{That was not it|This is not what I need}. I {had better|should} $do.
		{A detour|That led nowhere}. I $do.
	`)
	stubborn = speech.NewBank("", `
		{It has to work|This must work}. I $do.
		{Once more|Again}: I $do.
		I $do{| and see whether it works now}.
	`)
)
