package player

import "worldc/roles/speech"

// What the player thinks. $do is the action as a phrase, $purpose what it leads to
// and $purposing the same in -ing, $aim a condition of the goal, $why what was wrong
// with the last action, $thing something that is needed and $other something that is
// mistaken for another; $is, $was and $has agree with these two.

// What the goal comes to.
var (
	openings = speech.NewBank("", `
		{The goal is clear|I know what is wanted}; {let me|I should} {begin with the first part|take it one thing at a time}: $aim.
		I have to see to it that $aim, among other things.
		{To begin with|First of all}: $aim. {That is what I work towards|I start there}.
		What has to come true first is that $aim.
		Of the $n things that are asked for I {begin|start} with this one: $aim.
		{What I want to bring about first|What I go for first} is that $aim. {Step by step.|One step after the other.}
		There is more than one thing to do here. The first is to see that $aim.
	`)
	simple = speech.NewBank("", `
		{All that counts|What counts} in the end is that $aim. {How do I get there?|So what does it take?}
		I have to see to it that $aim.
		There is one thing to reach: $aim. {Let me see|I look} what stands in the way.
		I am done when $aim. {Where do I begin?|First things first.}
		The task is clear: $aim. {The way is not.|How, I still have to find out.}
		{Before I rush into it|Before I start}: what is wanted is that $aim.
	`)
	overviews = speech.NewBank("", `
		In the end $aims. {So what comes first?|I think about the order.}
		{What I need to bring about|What counts in the end}: $aims.
		When I am done, $aims. {That takes a few steps.|Let me see how to get there.}
		{So this is the task|The task, in short}: $aims.
		It is done when $aims.
	`)
	starts = speech.NewBank("", `
		{I know the goal, but not yet how to get there|The goal is clear, the way is not yet}.
		Let me see what I have to work with.
		{First I have to find out more|I need to find my way around first}.
		{All right|So}, {where do I begin?|what is there to begin with?}
		I do not know much about this place yet.
	`)
	settled = speech.NewBank("", `
		{That settles one part|One part is settled}: $aim.
		{Now|So now} $aim. {On to the rest|The rest is still to do}.
		$Aim: {done|that much is done}.
		Good, $aim. {What else?|What is left?}
		$Aim. One thing less to think of.
	`)
)

// Why a step is taken.
var (
	remembered = speech.NewBank("", `
		{I have seen $thing there before|That is where I saw $thing}, so I $do.
		To $purpose I need $thing, and I {know|remember} where that is: I $do.
		I {know|remember} where $thing $is. I $do to $purpose.
		$Thing: I came across that {before|earlier}. I $do.
		I {want|have} to $purpose, and $thing $is where I was before. So I $do.
		{Back to $thing|Over to $thing}: I $do.
		It is time to $purpose. I $do, where $thing $is.
		I $do, since $thing $is there and I {still have to|want to} $purpose.
	`)
	distant = speech.NewBank("", `
		$Thing $is not here, but I know where I saw it. {On the way there|To get there} I $do.
		I {want|have} to $purpose, and for that I have to get {back to|to} $thing. I $do first.
		{The way to $thing begins here|To reach $thing takes more than one step}: I $do.
		I have to go back to $thing if I want to $purpose. I $do.
		What I need is $thing, which is {some way from here|not next to here}. I $do.
	`)
	passing = speech.NewBank("", `
		I am {only passing through|on my way}, so I $do.
		{Not there yet|Nothing to do for me here}. I $do.
		{From here|And from here} I $do.
		On I go: I $do.
		{The next stretch|Another stretch}: I $do.
		I do not stop here. I $do.
		{Further|One more stretch}: I $do.
		There is still some way to go, so I $do.
	`)
	towards = speech.NewBank("", `
		{If I want to $purpose|To $purpose}, I {must|have to} {look|try} somewhere else. I $do.
		I cannot $purpose here, so I $do{| and see}.
		Next I want to $purpose, and {here is not the place|this is not the place} for it. I $do.
		$Purposing is what I am after. {I have not been there yet|I do not know that place}, but I $do.
		Where can I $purpose? {Not here|Hardly here}. I $do.
		I {still have to|have yet to} $purpose, and there is a place that I have not seen. I $do.
	`)
	elsewhere = speech.NewBank("", `
		To $purpose I have to be somewhere else. I $do.
		{Nothing keeps me here|Here I am done for now}. I want to $purpose, so I $do.
		I cannot $purpose from here. I $do.
		I {want|am going} to $purpose, which means that I $do.
		Next is $purposing, so I $do.
		$Purposing has to wait until I am in the right place. I $do.
		I know what I want to do next: $purpose. So I $do.
	`)
	seeking = speech.NewBank("", `
		{Nothing here|I see nothing here that} {helps me any further|takes me further}. I $do and look around there.
		I have not been everywhere yet: I $do.
		What I need {must be|has to be} somewhere else. I $do{| and see}.
		{I do not know what is there|There is a part of this place that I do not know yet}; I $do.
		I {have to|need to} find out more, so I $do.
		{Perhaps I learn more elsewhere|It may help to see more of the place}. I $do.
	`)
	searches = speech.NewBank("", `
		I have not seen $thing {anywhere yet|so far}. {It may help to|I will} $do{| and see}.
		Where is $thing? {I do not know yet|Nothing has told me so far}. I $do and {see|find out}.
		$Thing $has not turned up{| yet}. {Let me|I'll} $do{|, which may show more}.
		{As long as I do not know about|To find} $thing I have to {search|look further}: I $do.
		I was told of $thing, but have not seen it. I $do.
	`)
	found = speech.NewBank("", `
		{There is|So there is|I can see} $thing {now|here}. I $do.
		$Thing $is here, {which is what I was looking for|and I can use that}: I $do.
		{Good|That helps}: $thing. I {will|can} $do.
		So {this|here} is where $thing comes in. I $do.
		Here is $thing. {Let me|I will} $do.
		I did not know about $thing before. I $do.
		$Thing: {just what I need|that is what is missing}. I {will|can} $do {now|right away}.
	`)
	prepares = speech.NewBank("", `
		Before I can $purpose, I {have to|need to} $do.
		I want to $purpose, so {first I|I} $do.
		{First things first|One thing after the other}: I $do, then I can $purpose.
		To $purpose I {have to|must} $do {first|before}.
		$Purposing comes later; it {will not work|cannot work} {before|unless} I $do.
		I $do, {which lets me $purpose|so that I can $purpose}.
		The plan is to $purpose. That begins with this: I $do.
		What does it take to $purpose? {I think I have to|For one thing, I have to} $do.
		I {am going to|want to} $purpose {later|soon}, and {for that I|with that in mind I} $do.
		{Let me|I'll} $do, {because otherwise I cannot|or I could not} $purpose.
		I $do now and $purpose {after that|afterwards|once that is done}.
		{I cannot $purpose yet|It is too early to $purpose}. I $do.
		$Purposing {needs|takes} {some preparation|more than one step}: I $do.
		I have {it in mind|a mind} to $purpose, so I $do.
		I $do. {Then I can|After that I am free to} $purpose.
		{Once|When} that is done I can $purpose: I $do.
		{So far I could not|As things are I cannot} $purpose. {I will|Let me} $do.
		$Purposing is {the aim|what I am working towards}, and this is part of it: I $do.
		I think {ahead|one step further}: I $do, {and then I|and next I} $purpose.
		{One more thing before|Still to be done before} $purposing: I $do.
		I $do, since {that comes before|it has to come before} $purposing.
	`)
	asks = speech.NewBank("", `
		{I should not guess|Guessing would not help}: I $do.
		I {need to know|want to know} more before I go on, so I $do.
		{It will tell me|That should tell me} what {I need to know|to do next}: I $do.
		Let me $do {to be sure of it|to find out}.
		I do not know {the details|enough} yet. I $do.
		{A look first|Look first, act afterwards}: I $do.
	`)
	aims = speech.NewBank("", `
		{What is still missing|What I am after}: $aim. I $do.
		I still {want|need} this: $aim. So I $do.
		The {next part of the goal|next thing} is that $aim. {I can|Now I can} $do.
		It remains {to be done|to see to it} that $aim: I $do.
		I work towards this now: $aim. I $do.
	`)
	reaches = speech.NewBank("", `
		{That is what it was all about|This is what counts}: I $do.
		Everything is ready for it. I $do.
		Now {nothing stands in the way|I have what it takes}: I $do.
		I $do, {and that part is done|which settles that part}.
		{This|Now this} should {settle|finish} it: I $do.
		All that is left {here|of this part} is to $do.
		{At last|Finally} I can $do.
		What I did so far leads up to this: I $do.
	`)
	onwards = speech.NewBank("", `
		{I will|I'll} $do.
		{Next|Now} I $do.
		{Then|So} I $do.
		{It makes sense|I think it is best} to $do {now|next}.
		{I can|Now I can} $do.
		{The next thing|What comes next}: I $do.
		I go on and $do.
	`)
	glances = speech.NewBank("", `
		{Before I do anything|Before I go on} I {want|need} to know what {there is|is around me}, so I $do.
		I do not {know enough|see enough} yet to {decide|go on}; {I will|let me} $do.
		{Better to|Let me} $do first{| than to guess}.
		I {have not|haven't} seen what I need yet. {I will|I'll} $do.
		I am not sure what is {here|at hand}. To find out, I $do.
	`)
)

// Why a mistake is made.
var (
	skipping = speech.NewBank("", `
		I {think|hope} I can do without $skipped{| for once}. I $do right away.
		$Skipped can wait, I think. I $do.
		{Perhaps|Maybe} it works without $skipped. I $do {at once|straight away}.
		To be quick about it, I leave out $skipped and $do.
		{Is $skipped really necessary?|Do I really need to bother with $skipped?} I {doubt it and|do not think so: I} $do.
	`)
	eager = speech.NewBank("", `
		Everything {should be|seems to be} ready for it, so I $do.
		I {think|believe} I have all I need to $do.
		{Why wait?|There is no reason to wait.} I $do.
		{It looks|Things look} as if I could $do {by now|already}.
		I am {almost there|close to it}, so I $do.
		{I can save a step|I want to be quick about it}: I $do right away.
		{As far as I can see|I think} nothing keeps me from it: I $do.
		{I do not think that it matters in which order I do this|The order hardly matters, I think}. I $do.
	`)
	fromHere = speech.NewBank("", `
		I {think|believe} I can $do {from here|without going anywhere}.
		{That should be within reach|It cannot be far}, so I $do.
		If I {remember rightly|am not mistaken}, {this|here} is the place to $do.
		{I may not even have to move|Perhaps I do not have to go anywhere} for this: I $do.
		{I spare myself the way|That saves me a walk}: I $do {right here|where I am}.
		I must be {close|near} enough. I $do.
	`)
	misread = speech.NewBank("", `
		It {said|was} $other, if I {remember|read it} rightly. I $do.
		$Other, as far as I remember {what I saw|from before}: I $do.
		I {have|had} $other in mind from {what I saw|before}, so I $do.
		I did not look twice, but I think it was $other. I $do.
	`)
	guessed = speech.NewBank("", `
		I do not know {for certain|exactly} {which one|what it takes}, but $other {may|might} {do|be right}. I $do.
		Nothing has told me which one. I try $other: I $do.
		$Other $is a guess, no more. I $do and see what {happens|comes of it}.
		It could be $other{| just as well}. {Trying is the quickest way to find out|I find out by trying}: I $do.
	`)
	confused = speech.NewBank("", `
		I take it that $other $is what is meant here: I $do.
		$Other, was it? I {believe|think} so: I $do.
		{As I understand it|If I have that right}, it is about $other. I $do.
		It has to be $other now, {I think|if I am not mistaken}. I $do.
	`)
	shortcuts = speech.NewBank("", `
		I should be able to get {straight|directly} to $other from here: I $do.
		{There must be|I think there is} a short way to $other. I $do.
		$Other $is {next to this|not far}, if I remember rightly. I $do.
		No need for a detour, I think: I $do {straight away|directly}.
	`)
	believed = speech.NewBank("", `
		I {think|believe} $other $is {here|around here} somewhere. I $do.
		{Did I not see $other here?|$Other $was here, I think.} I $do.
		$Other should be {close by|at hand}, so I $do.
		{Surely|No doubt} $other $is {in reach|somewhere near}: I $do.
		I do not see $other {right away|at once}, but it {must|has to} be here. I $do.
		{As if by habit|Without thinking} I turn to $other: I $do.
		{As far as I remember|If I remember rightly}, $other $is here. I $do.
	`)
	again = speech.NewBank("", `
		I {am not sure that it worked|did not quite see whether it worked}, so I $do once more.
		{Did that work?|Was that enough?} To be {sure|safe}, I $do again.
		I lost the thread for a moment. Was I not going to $do?
		Did I do that already? I {do not think so|doubt it}: I $do.
		I {missed|did not pay attention to} what came of it, so I $do again.
		{Where was I?|Let me see, where was I?} I {was about to|meant to} $do.
		{That was quick|That was almost too easy}. I $do a second time{|, to make sure}.
		{Once may not be enough|Perhaps it takes two attempts}: I $do once more.
		I {have the feeling|am under the impression} that I still have to $do.
		{The next thing on my mind|What I had in mind} was to $do.
	`)
	stubborn = speech.NewBank("", `
		{It has to work|This must work}. I $do.
		{Once more|Again}: I $do.
		I $do{| and see whether it works now}.
	`)
)

// What is made of a mistake.
var (
	mixups = speech.NewBank("", `
		$Why. {I mixed something up|I took one thing for another|That was the wrong one}.
		{I was mistaken|That was a mistake}: $why.
		{I had that wrong|I got that wrong}: $why.
		So it is not that one: $why.
		Not that one, then. $Why.
	`)
	formats = speech.NewBank("", `
		{My wording was off|I put that wrongly}: the list {has|says} `+"`$template`"+`.
		{That wording is not known here|It is not understood like this}. The format is `+"`$template`"+`.
		I {have to|should} write it {exactly|just} as the list {has it|gives it}: `+"`$template`"+`.
		{Not understood|Not valid}, so nothing happened. I should have kept to `+"`$template`"+`.
		`+"`$template`"+` is how it is written, {with every name as it was shown|to the letter}.
		I was careless with the wording. It has to be `+"`$template`"+`.
	`)
	places = speech.NewBank("", `
		{I am in the wrong place|I am not where I have to be}: $why.
		{So that cannot be done from here|Not from here}: $why.
		$Why. {I was too quick|I forgot where I am}.
		$Why, so {it does not work here|this is not the place for it}.
		I should have looked where I am: $why.
	`)
	orders = speech.NewBank("", `
		{That did not work|It did not work}, and {I can see why|the reason is plain}: $why.
		$Why. {Something has to come before that|So I skipped a step|I was ahead of myself}.
		$Why. {I should have thought of that|So the order matters}.
		{Of course|I see}: $why.
		$Why, so {I have to go about it differently|it takes another step}.
		{I expected that to work, but|That was too simple:} $why.
	`)
	done = speech.NewBank("", `
		$Why. {So there was no need to do it again|Once was enough}.
		{Doing that twice makes no sense|I had done that already}: $why.
		{No need to repeat it|That is behind me}: $why.
		$Why, {as I could have known|of course}.
	`)
	repairs = speech.NewBank("", `
		So I $do {instead|now}.
		{This time|Instead} {I will|I'll} $do.
		{What helps is|The way out is} to $do.
		{Let me|I will} $do {then|instead}.
		{I try it another way and|To put that right I} $do.
		I {have to|need to} $do.
	`)
	firsts = speech.NewBank("", `
		So I $do first.
		{First|So first} I {have to|need to} $do.
		I {cannot leave that out|have to do that before}: I $do.
		{Then|So} I do it in the right order and $do.
		What I left out has to be done now: I $do.
		I $do {before I try that again|and come back to that afterwards}.
	`)
)

// What helps against a mistake of place may be anywhere.
var strays = speech.NewBank("", `
	So I {have to|must} look {for it|somewhere} else: I $do.
	{It has to be|I need to try} somewhere else, and I $do{| to find out}.
	{Where, then?|So where?} I $do and {see|look there}.
	I do not know yet where {that is possible|to do that}. I {try and|begin and} $do.
`)

// Detours.
var (
	wanders = speech.NewBank("", `
		I do not know {this place|my way around} yet, so I $do {first|and have a look}.
		{There is no telling which way is right|Any way may be the right one}. I $do.
		{It is worth a try|I have to begin somewhere}: I $do.
		{Nothing tells me where to look|I do not know where to look}, so I $do.
	`)
	hunts = speech.NewBank("", `
		{I do not know where $thing $is|$Thing may be anywhere}. I $do {first|and see}.
		{Perhaps I find $thing there|$Thing might be there}: I $do.
		I am looking for $thing, and I {have to begin somewhere|do not know where it is}. I $do.
		Where would $thing be? I $do and have a look.
	`)
	tries = speech.NewBank("", `
		{Nothing tells me which one it is|I cannot tell which is the right one}, so I {try|begin with} one of them: I $do.
		{There is more than one to choose from|It could be any of these}. I $do.
		One after the other, then. I $do.
		I have to begin with one of them: I $do.
		{Which one?|Which of them is it?} I do not know. I $do and see.
	`)
	notThere = speech.NewBank("", `
		{No trace of $thing|$Thing $is not here}.
		{That was not it|Not here}: I still do not see $thing.
		I had hoped to find $thing {here|there}.
	`)
	back = speech.NewBank("", `
		{That did not bring me further|Nothing here that I need}, so I go back: I $do.
		{That was not it|This is not what I need}. I {had better|should} $do.
		{A detour|That led nowhere}. I $do{| and try another way}.
		Not here, then. {I turn round and|Back again: I} $do.
	`)
)
