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
	@n {Alright|Right}. {What would be|What is} the $label?
	@n {For that|To do this} I {need|have to know} the $label. {Do you have it?|Could you tell me?}
	@b {Which|What} $label?
	@b $label?
	@nb Please {tell me|give me} the $label.
	@w {Let's do that|Let me help you with that}. {What is|Would you tell me} the $label?
	@w {Thank you|Thanks}{ for getting in touch|}. May I ask for the $label?
	@n {Before I can|So that I can} $aim, {what is the $label?|please tell me the $label.}
`)

var asksSeveral = bank(`
	@nw {Sure|Of course|Certainly}. {Could you tell me|I need to know} the $labels{?|, please.}
	@nb I need the $labels{ for that.|.| to $aim.}
	@nw To $aim, {I need|please give me} the $labels.
	@b Please give me the $labels.
	@w Happy to help with that! {Could you let me have|May I ask for} the $labels?
	@n What are the $labels?
	@n {Before I can|So that I can} $aim, please {tell me|let me know} the $labels.
	@b The $labels, please?
	@w {Let's do that|Let me help you with that}. I'd need the $labels{.|, please.}
	@n {Could|Can} you {give|tell} me the $labels?
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
	@n {Is there|Do you have} {a|the} $label{ that you could give me|}?
	@w {By any chance, do you know|Would you happen to have} the $label?
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
	{I'll|Let me} {see what I can find|find out}.
	{Thank you|Thanks}, {looking|checking} now.
	{Give me a second|Bear with me}{, I'm checking|}.
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
	@n {So|Then} I'll $deed. {Correct?|Yes or no?|Do you confirm?}
	@n {May I|Shall I} $deed?
	@b {So|OK}: $deed. {Go ahead?|Right?}
	@b I'd $deed. {Do it?|Confirm?}
	@w {If that's alright with you|With your OK}, I'll $deed{.| now.} {Is that fine?|Yes?}
	@n {The next step would be|What remains is} to $deed. {Shall I?|Do you agree?}
	@w Let me {repeat|summarise}: you'd like me to $deed. Is that correct?
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
	@n {As you wished|As discussed}, I have $participle.
	@b I have $participle.
	@w {All set|There we go}: I have $participle.
	@n {That worked|It went through}: I've $participle.
`)

var donePassive = bank(`
	@nwb $object has been $participle.
	@nb Done: $object is $participle.
	@nw I've $participle $object.
	@w That's {done|taken care of}: $object has been $participle.
	@n $object is $participle now.
	@n {As you wished|As discussed}, I have $participle $object.
	@b $object is $participle.
	@w {All set|There we go}: $object is $participle.
`)

var newIDs = bank(`
	Its ID is $id.
	The new ID is $id.
	You will find it under $id.
`)

// outcomes are what the result of a change says of it.
var outcomes = bank(`
	Its $parts.
	{According to the record|As the record has it now}, its $parts.
	{I see that|Note that} its $parts{ now|}.
`)

// tellsOf are answers in a message that speaks of several things.
var tellsOf = bank(`
	@nwb The $label of the $thing $is $value.
	@nw I see {here|in the record} that the $label of the $thing $is $value.
	@nw As for the $thing, the $label $is $value.
	@n For the $thing, the $label $is $value.
	@b The $label of the $thing: $value.
	@w The $label of the $thing, {by the way|as recorded}, $is $value.
	@n On record, the $label of the $thing $is $value.
`)

var tellsOne = bank(`
	@nwb The $label $is $value.
	@nb It's $value{ ($label)|}.
	@nw {I see here that the|According to our records, the} $label $is $value.
	@n For the $thing, the $label $is $value.
	@b The $label: $value.
	@w I found it: the $label $is $value.
	@nw The $label {you asked for|} $is $value.
	@n {I can see|It says} here: the $label $is $value.
	@n {You asked for|Here is} the $label: $value.
	@b $label: $value.
	@w {Thanks for waiting|I've had a look}: the $label $is $value.
	@w {Good news, I found it|There it is}. The $label $is $value.
`)

var tellsFirst = bank(`
	@nwb The $label $is $value.
	@nw {I see here that the|According to our records, the} $label $is $value.
	@n For the $thing, the $label $is $value.
	@b The $label: $value.
	@w {I found it|There it is}: the $label $is $value.
	@nw As for the $label, {it's|that's} $value.
	@n {On record|As recorded}, the $label $is $value.
	@n {You asked for|Here is} the $label: $value.
`)

var tellsMore = bank(`
	@nwb The $label $is $value.
	@nw {I also see that the|According to our records, the} $label $is $value.
	@n For the $thing, the $label $is $value.
	@b The $label: $value.
	@w And the $label $is $value.
	@nw {And as for|Concerning} the $label, {it's|that's} $value.
	@n The $label, {then|in turn}, $is $value.
	@nw {And the|Then the} $label: $value.
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
	@n {In total|All in all}, there are $value $things.
	@b {Count|Total}: $value $things.
	@w {I've counted them|Let me see}: $value $things.
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

var tellsSame = bank(`
	Yes, it is the same.
	Yes: both documents name the same.
	It is, the two have that in common.
`)

var tellsOther = bank(`
	No, it is not the same.
	No: the two documents name different ones.
	They differ in that, according to their documents.
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
	{Done|It's done}.
	That's {settled|in order} now.
`)

var offers = bank(`
	@nw {Is there anything else|Anything else} {I can do for you|you need}?
	@nb Anything else?
	@w {Let me know if|Just tell me if} there's anything else.
	@n Can I help with anything else?
	@n {Do you need|Would you like} anything else?
	@nb {What else|Something else}?
	@w {I'm here if you need|Feel free to ask if there's} anything else.
	@w Is there {something|anything} more I can do?
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
	One thing is open before I can $aim: the $labels.
	I was not told the $labels. Asking is better than making something up.
	The $labels can only come from the user.
	$tool can't be called without the $labels.
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
	I must not pick at random among $n $things; the $labels decides.
	Which of the $n $things? The $labels would settle it.
`)

var thinkPicked = bank(`
	Of the $n $things, the one whose $label is $value is $id.
	The user means the one with $label $value: that is $id.
	$n $things came back; $label $value belongs to $id.
	$label $value singles out $id among the $n $things.
	Among $n $things only $id fits: its $label is $value.
	I look for the $label $value among the $n $things and find $id.
	It has to be $id, since its $label is $value.
	One of the $n $things has $label $value: $id.
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
	A single $thing, good.
	There is one $thing and no other.
`)

var thinkMany = bank(`
	$tool returned $n $things.
	I have $n $things now.
	The result lists $n $things.
	So there are $n $things.
	$n $things to look at.
	$tool shows $n $things in all.
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
	$tool is the one to $aim; the $label is $value.
	The $label is $value, so I {can go on and|can} $aim.
	With the $label $value, $tool is the next call.
	I know the $label now: $value. That lets me $aim.
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
	From $from I have the $label: $value. Next, $tool.
	$value, says $from; so I can $aim with $tool.
	That gives me $value, and $tool can $aim.
	The way to $aim leads over $value, which $from returned.
`)

var thinkCallPlain = bank(`
	$tool should let me $aim.
	I call $tool to $aim.
	Next, $tool: that is how to $aim.
	To $aim, there is $tool.
	I'll use $tool to $aim.
	Everything is there to call $tool.
	$tool is the right tool to $aim.
	The next thing to do is to $aim; $tool does it.
	I need $tool to $aim.
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
	Agreed, so $tool.
	The user wants it; I call $tool.
	I was told to go ahead, so I $aim.
	Nothing stands in the way any more: $tool.
`)

var thinkPropose = bank(`
	I have all that $tool needs. It changes data, so I ask for a yes first.
	Before I $aim I have to say what will be done and wait.
	Ready to $aim. The policy asks for confirmation before a write.
	$tool writes. I'll state the details and let the user confirm.
	All values are there; the user should confirm before I $aim.
	Since this can't be taken for granted, I describe the change to the $thing first.
	A write, so first the user's consent.
	I should $aim only after a clear yes.
	Let the user check the details before $tool changes anything.
	The values are complete. I repeat them, since $tool can't be undone just like that.
`)

var thinkAnswer = bank(`
	The result of $tool says $value for the $label. That answers the question.
	I have what was asked for: $label $value.
	$tool shows the $label: $value. I can tell the user.
	The $label is $value, so I can answer.
	There it is: $label $value, from $tool.
	Found: the $label is $value.
	$value is the $label, according to $tool. On to the answer.
	$tool has it: $label $value.
	That settles the question about the $label: $value.
`)

var thinkWritten = bank(`
	$tool went through. I tell the user what was done.
	The change to the $thing is made, as the result shows.
	The result confirms it. I report back.
	That worked; the $thing is as the user wants it.
	$tool returned without an error, so it is done.
	The $thing has the new values. Time to report.
	Done as agreed; the result is as expected.
	No error from $tool. I let the user know.
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

var thinkReadFirst = bank(`
	$tool wants the $field, which $other shows. So $other comes first.
	Before $tool I call $other, for its $field.
	To $aim with $tool I need the $field from $other.
	First $other: its $field goes into $tool.
`)

var thinkAsTold = bank(`
	I call $tool again, the way it asks for.
	That can be met: $tool once more, as it wants it.
	So I do as it says and try again to $aim.
	The document does not say so, but the tool does. Again, then.
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
