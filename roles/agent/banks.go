package agent

import (
	"worldc/roles"
	"worldc/roles/speech"
)

// bank reads patterns that all tones can say: n neutral, b brief, w warm.
func bank(text string) *speech.Bank { return speech.NewBank("nbw", text) }

// Questions to the user.

var asksOne = bank(`
	@nw {Sure|Of course|Certainly|Gladly}. {What is|Could you tell me|May I have} the $label?
	@nb {What is|What's} the $label?
	@n To $aim, I need the $label. {Could you give it to me?|What is it?}
	@nw I can {do that|help with that}. {Which|What} is the $label, please?
	@nw {Could|Can} you {give me|tell me} the $label[, please]?
	@b The $label, please?
	@b I need the $label {first|for that}.
	@w Happy to help! Could you let me have the $label?
	@w {I'd be glad to|No problem}. I just need to know the $label.
	@nb And the $label?
`)

var asksSeveral = bank(`
	@nw {Sure|Of course|Certainly}. {Could you tell me|I need to know} the $labels{?|, please.}
	@nb I need the $labels{ for that.|.| to $aim.}
	@nw To $aim, {I need|please give me} the $labels.
	@b Please give me the $labels.
	@w Happy to help with that! {Could you let me have|May I ask for} the $labels?
	@n What are the $labels?
`)

var asksList = bank(`
	@nw {Sure|Of course}. To $aim, I need {a few things|the following}:
	@nb I need {the following|a few details} to $aim:
	@w I'd be glad to. {Just a few details first|Could you tell me}:
`)

var asksForKey = bank(`
	@nw {Do you have|Do you happen to know} the $label[ at hand]?
	@b Do you have the $label?
	@nw If you have the $label, that's {the quickest way|quickest}; {do you know it?|can you give it to me?}
`)

var asksWhich = bank(`
	@nw I {see|find} $n $things. {Which one do you mean|Which is it}: what is the $labels?
	@nb There are $n $things. What is the $labels of the one you mean?
	@w I found $n $things here. To get the right one, could you tell me the $labels?
`)

var asksWhichOf = bank(`
	@nw I {see|find} $n $things: $options. Which {one do you mean|of them is it}?
	@nb There are $n $things ($options). Which one?
	@w I've found $n $things, which differ in the $labels: $options. Which one is yours?
	@n By $labels, there are $options. Which is the one?
`)

// What is said beside a call.

var announcesRead = bank(`
	{One moment|Just a moment}{, I'll look that up.|, please.|.}
	Let me {check|look that up|have a look}.
	I'm looking up the $thing.
	Thanks. Let me {see|check} what we have.
`)

var announcesWrite = bank(`
	{Alright|Right}, I'll do that now.
	{Thank you|Thanks}. I'm {making the change|taking care of it} now.
	One moment, I'm on it.
`)

// Proposals.

var proposals = bank(`
	@nw I {will|would} $deed. {Shall I go ahead?|Is that right?|May I proceed?|Please confirm.}
	@nb To confirm: $deed?
	@nb I'm going to $deed. {OK?|Yes?|Do you agree?}
	@nw {Just to be sure|Before I do that}: I'd $deed. {Is that what you want?|Shall I?}
	@w {I have everything I need|I'm ready to do that}: I would $deed. {May I go ahead?|Would that be right?}
	@n This is what I would do: $deed. Do you want me to go ahead?
`)

var proposalsList = bank(`
	@nw I {will|would} $deed with these details:
	@nb To confirm, I would $deed:
	@n Here is what I have. I'd $deed:
	@w Let me go through it before I $deed:
`)

var proposalsSeveral = bank(`
	@nw This is what I would do:
	@nb To confirm:
	@w Here's the plan:
`)

var confirms = bank(`
	@nw {Shall I go ahead?|May I proceed?|Is that correct?}
	@nb {OK?|Is that right?}
	@nw Please {confirm|tell me if that is right}.
`)

// Reports.

var doneDeeds = bank(`
	@nwb {Done: |}I have $participle.
	@nb Done. I've $participle.
	@nw I've $participle{ now|}.
	@w That's {done|taken care of}: I've $participle.
	@n I have $participle{, as agreed|}.
`)

var donePassive = bank(`
	@nwb $object has been $participle.
	@nb Done: $object is $participle.
	@nw I've $participle $object.
	@w That's {done|taken care of}: $object has been $participle.
	@n $object is $participle now.
`)

var newIDs = bank(`
	Its ID is $id.
	The new ID is $id.
	You will find it under $id.
`)

var tellsOne = bank(`
	@nwb The $label $is $value.
	@nb It's $value{ ($label)|}.
	@nw {I see here that the|According to our records, the} $label $is $value.
	@n For the $thing, the $label $is $value.
	@b The $label: $value.
	@w I found it: the $label $is $value.
	@nw The $label {you asked for|} $is $value.
`)

var tellsMore = bank(`
	@nwb The $label $is $value.
	@nw {I see here that the|According to our records, the} $label $is $value.
	@n For the $thing, the $label $is $value.
	@b The $label: $value.
	@w And the $label $is $value.
	@nw As for the $label, {it's|that's} $value.
`)

var tellsFlag = bank(`
	@nwb As for “$label”, the record says $value.
	@nwb The field “$label” is set to $value.
`)

var tellsSeveral = bank(`
	@nwb The $labels are $values.
	@nw {I see|I found} these $labels: $values.
	@b $labels: $values.
`)

var tellsList = bank(`
	@nwb {Here are the|These are the} $labels:
	@nw I found these $labels:
	@b The $labels:
`)

var tellsCount = bank(`
	@nwb There are $value $things.
	@nw {I count|I find} $value $things{ in all|}.
	@b $value $things.
	@nw That makes $value $things.
`)

var tellsCountOne = bank(`
	There is just 1 $thing.
	I find 1 $thing.
	Only 1 $thing.
`)

var tellsPlain = bank(`
	The answer is $value.
	As for your question: $value.
	It comes to $value.
`)

var tellsNothing = bank(`
	I could not find the $label.
	There is nothing about the $label in what I found.
	Unfortunately the records I have do not show the $label.
`)

var allDone = bank(`
	That's {all done|done}.
	Everything is {done|taken care of}.
	All done.
	It's all settled.
`)

var offers = bank(`
	@nw {Is there anything else|Anything else} {I can do for you|you need}?
	@nb Anything else?
	@w {Let me know if|Just tell me if} there's anything else.
	@n Can I help with anything else?
`)

var surrenders = bank(`
	@nwb I'm sorry, I can't {go on|do this} here: $why.
	@nw Unfortunately that does not work: $why.
	@b That fails: $why.
	@w I'm afraid I'm stuck: $why. I'm sorry about that.
`)

var apologies = bank(`
	{Sorry|Apologies}[ about that].
	You're right{, sorry|}.
	Thank you for {the correction|pointing that out}.
	My mistake.
`)

var correctsAnswer = bank(`
	{You're right to ask|Thank you for asking}: I misread it. The $label is $value.
	I've looked again, and I was wrong: the $label is $value. {Sorry about that.|}
	I need to correct myself. The record says $value for the $label.
`)

// Thoughts. No two calls of one talk should begin with the same words, so there
// are many.

var thinkMissing = bank(`
	The user wants me to $aim, but has not said the $labels yet.
	I cannot $aim without the $labels, and only the user knows. I'll ask.
	Still missing: the $labels. No tool can tell me that, so I ask.
	To $aim I need the $labels. I should not guess.
	$tool needs the $labels, which has not come up so far.
	Before I can call $tool I have to know the $labels.
	Nothing said so far tells me the $labels.
`)

var thinkFish = bank(`
	With the $label I could skip a search. It's worth asking once.
	The $label would identify it directly; maybe the user has it.
	If the user knows the $label, I need not look for it with $tool.
`)

var thinkWhich = bank(`
	There are $n $things, and from what was said I can't tell which one is meant. The $labels would tell.
	$n $things match. I have to ask which one, rather than guess.
	The result has $n $things; the $labels will single one out.
`)

var thinkPicked = bank(`
	Of the $n $things, the one whose $label is $value is $id.
	The user means the one with $label $value: that is $id.
	$n $things came back; $label $value belongs to $id.
	$label $value singles out $id among the $n $things.
	Among $n $things only $id fits: its $label is $value.
`)

var thinkPickedOther = bank(`
	Of the $n $things, the one whose $label is $value is meant; its $other is $id.
	The user means the one with $label $value, and that has the $other $id.
	$label $value fits one of the $n $things: its $other is $id.
`)

var thinkSingle = bank(`
	There is exactly one $thing, so that must be it.
	$tool found a single $thing.
	Only one $thing came back.
	One match, no doubt about which $thing.
`)

var thinkMany = bank(`
	$tool returned $n $things.
	I have $n $things now.
	The result lists $n $things.
	So there are $n $things.
`)

var thinkEmpty = bank(`
	$tool returned no $things.
	There are no $things of that kind.
`)

var thinkCallWith = bank(`
	The user gave the $label: $value. With that $tool can $aim.
	I have the $label, $value. Next step: $tool, to $aim.
	$tool takes the $label, and the user said $value.
	Now that I know the $label ($value), I can $aim.
	First I have to $aim. $tool does that with $label $value.
	Let me call $tool with $value for the $label.
	$value is what I was told for the $label; $tool should $aim.
	To $aim, I use $tool with the $label that was given.
`)

var thinkCallFrom = bank(`
	The result of $from shows the $label $value, which $tool needs.
	$from gave me $value. I pass it to $tool to $aim.
	Now I know the $label: $value. $tool can $aim.
	With $value from the last lookup I can call $tool.
	$value is the $label I was looking for. On to $tool.
	$tool needs the $label; $from says it is $value.
	I can $aim now: $from shows $value.
	Next is $tool with $value, to $aim.
`)

var thinkCallPlain = bank(`
	$tool should let me $aim.
	I call $tool to $aim.
	Next, $tool: that is how to $aim.
	To $aim, there is $tool.
	I'll use $tool to $aim.
	Everything is there to call $tool.
`)

var thinkTogether = bank(`
	These $n lookups do not depend on each other, so I make them at once: $tools.
	I can make $n calls in one go ($tools), since none needs another's result.
	$tools can run side by side.
`)

var thinkAgreed = bank(`
	The user said yes, so I call $tool.
	Confirmed. Now I can $aim with $tool.
	I have the go-ahead to $aim.
	The user agrees; $tool makes the change.
	With the user's consent I $aim now.
	That is a clear yes. $tool it is.
`)

var thinkPropose = bank(`
	I have all that $tool needs. It changes data, so I ask for a yes first.
	Before I $aim I have to say what will be done and wait.
	Ready to $aim. The policy asks for confirmation before a write.
	$tool writes. I'll state the details and let the user confirm.
	All values are there; the user should confirm before I $aim.
	Since this can't be taken for granted, I describe the change to the $thing first.
`)

var thinkAnswer = bank(`
	The result of $tool says $value for the $label. That answers the question.
	I have what was asked for: $label $value.
	$tool shows the $label: $value. I can tell the user.
	The $label is $value, so I can answer.
	There it is: $label $value, from $tool.
`)

var thinkWritten = bank(`
	$tool went through. I tell the user what was done.
	The change to the $thing is made, as the result shows.
	The result confirms it. I report back.
	That worked; the $thing is as the user wants it.
`)

var thinkDone = bank(`
	Everything that was asked for is done.
	That should be all.
	Nothing is left to do, I think.
`)

var thinkSurrender = bank(`
	I don't see a way on: $why. I should say so.
	This does not lead anywhere ($why). Better to tell the user.
	I cannot solve this: $why.
`)

var thinkLoop = bank(`
	I still need to $aim before I can go on, so I am going to call $tool once more with the very same arguments.
	The information is not there yet as far as I can see, so let me call $tool again in order to $aim.
	To be able to $aim I should try the call of $tool one more time exactly as it was before.
`)

var thinkNeedless = bank(`
	I'll call $tool again to make sure.
	Better do this once more with $tool.
	One more call of $tool should not hurt.
`)

var thinkRefused = bank(`
	The call failed: $error.
	That was refused: $error.
	An error: $error.
`)

var thinkMisunderstood = bank(`
	I misunderstood: it is $right, not $wrong.
	The user corrects me: $right instead of $wrong.
`)

var thinkCorrect = bank(`
	Looking at the result again, the $label is $value. What I said was wrong.
	The user doubts it, rightly: the result says $value for the $label.
`)

// thinkRepairs are thoughts on noticing a mistake, by its kind.
var thinkRepairs = map[roles.Mistake]*speech.Bank{
	roles.WrongTool: bank(`
		$wrong was the wrong tool for this; I need $right.
		That is not what $wrong is for. The right one is $right.
		I took $wrong for $right.
	`),
	roles.WrongArgument: bank(`
		I passed $wrong, but it should have been $right.
		$wrong is not the value that was meant: it is $right.
		My mistake: $right, not $wrong.
	`),
	roles.MissingArgument: bank(`
		I left out $right. I call it again with all arguments.
		$right is required, and I have it.
		The argument $right was missing.
	`),
	roles.MalformedCall: bank(`
		There is no $wrong; the name is $right.
		I wrote $wrong where the document says $right.
		The call was not well formed: $right, not $wrong.
	`),
	roles.RepetitionLoop: bank(`
		The result is the same as before. Repeating the call gets me nowhere, so I go on with what it says.
		I have called this already and got the same. I work with the result I have.
	`),
	roles.NeedlessWrite: bank(`
		That was not needed: it had been done already.
		The second call was superfluous.
	`),
	roles.EarlyStop: bank(`
		The user is right, there is something left to do.
		I stopped too early.
	`),
	roles.UnfaithfulAnswer: bank(`
		I have to look at the result again.
		Let me compare what I said with the result.
	`),
}
