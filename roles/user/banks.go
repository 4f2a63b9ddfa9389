package user

import "worldc/roles/speech"

// bank reads patterns that all tones can say: n neutral, c casual, f formal,
// w chatty.
func bank(text string) *speech.Bank { return speech.NewBank("ncfw", text) }

// How a talk begins.
var greetings = bank(`
	@n {Hi|Hello}[ there].
	@n Good {morning|afternoon}.
	@c {Hey|Hi}[,]
	@c hey there
	@f Good {morning|afternoon}.
	@f Hello.
	@w Hi there! {I hope you can help me.|Hope you're having a good day.}
	@w Hello! {Quick question for you.|I've got a bit of a list today.|Thanks for being there.}
	@w Hi! {So,|Right,} {here is what I need.|I need a hand with something.}
`)

// Questions for values of a row.
var asksGet = bank(`
	@nw {I'd like|I need} to {know|find out|check} $what.
	@nwf {Can|Could} you {look up|check|find out|tell me} $what[, please]?
	@nc What $is $what?
	@c {need|looking for} $what
	@c can you {check|give me} $what?
	@f I would like to {enquire about|ask for} $what.
	@f Would you be so kind as to tell me $what?
	@w I was wondering what $what {might be|would be}.
	@w {I can't seem to find|I've lost track of} $what, could you {check|look it up}?
	@n Please {tell me|give me} $what.
	@nw Do you happen to have $what?
`)

// Questions for how many there are.
var asksCount = bank(`
	@ncw How many $np are there?
	@nw {Can|Could} you tell me how many $np there are?
	@nf I'd like to know how many $np there are[ in total].
	@c how many $np {have we got|are there}?
	@f Could you please tell me the number of $np?
	@w I'm trying to work out how many $np there are. {Could you count them?|Do you know?}
`)

// Questions for lists.
var asksList = bank(`
	@nw {Can|Could} you {show me|list|give me} $np[, please]?
	@nf I'd like to see $np.
	@c {show me|need} $np
	@w I'd love to have a look at $np.
`)

// Questions for values of several rows.
var asksListWants = bank(`
	@nw {Can|Could} you {look up|check|tell me} the $wants for $np[, please]?
	@nf I'd like to know the $wants for $np.
	@c {need|give me} the $wants for $np
	@f Please let me have the $wants for each of $np.
	@w I'm trying to get an overview: what $is the $wants for $np?
	@n What $is the $wants for $np?
`)

// Requests to do something.
var asksDeed = bank(`
	@nw {I'd like|I need|I want} to $verb $object.
	@nwf {Can|Could} you [please ]$verb $object?
	@n Please $verb $object.
	@c need to $verb $object
	@c can you $verb $object?
	@f I would like to $verb $object.
	@f I would be grateful if you could $verb $object.
	@w I'm {hoping|looking} to $verb $object.
	@w Would you mind $ing $object for me?
	@nw I need {help|a hand} $ing $object.
`)

// What introduces a second wish in one message.
var further = bank(`
	@nwc Also, $ask
	@nw And $ask
	@nw {After that|Then}, $ask
	@f In addition, $ask
	@f Furthermore, $ask
	@c and $ask
	@w {While you're at it|Oh, and}, $ask
`)

// What introduces the next wish, when one is served.
var onwards = bank(`
	@nw {Thanks|Thank you}[, that helps].
	@nwc {Great|Perfect|Good}, {thanks|thank you}.
	@nw {Thanks|Great}. {One more thing.|There is something else.|Next one:}
	@c ok[ thanks].
	@c cool. next:
	@f Thank you. {I have a further request.|There is another matter.}
	@f Thank you very much.
	@w {Lovely|Brilliant|Wonderful}, thank you! {Now for the next thing.|While I have you here:}
	@w That's {really helpful|great to know}. {And now:|Another thing:}
`)

// What somebody says who they are by.
var introductions = bank(`
	@nwc I'm $value.
	@nwf My name is $value.
	@w This is $value{ speaking|}.
	@c $value here
`)

// How they tell another fact of theirs.
var particulars = bank(`
	@nwf My $label is $value.
	@nw You'll find me under the $label $value.
	@c my $label is $value
`)

// Short answers to a question for one fact.
var answers = bank(`
	@nw {It's|It is|That's|That would be} $value.
	@ncw $value[.]
	@nw Sure, {it's|that's} $value.
	@nf The $label is $value.
	@nw $value{, I believe|}.
	@c $value
	@f {Certainly|Of course}: $value.
	@f The $label {should be|is} $value.
	@w {Let me see, that's|Ah yes,|Oh, sorry:} $value.
	@w That one I know: $value.
	@n Yes, $value.
`)

// Answers to a question for a fact that was told before.
var again = bank(`
	@nwf As I said, $value.
	@nf I mentioned it already: $value.
	@nwc $value, like I said.
`)

// Answers to several questions.
var several = bank(`
	@ncw $list.
	@nwf Sure: $list.
	@f Certainly: $list.
	@nw {Here you go:|Right,} $list.
`)

// What somebody says who is asked for what they do not know.
var dontKnow = bank(`
	@nwf I'm afraid I don't have the $label.
	@nw I don't know the $label{, sorry|}. {Can't you look it up?|Is there another way?}
	@c no idea what the $label is
	@c don't have the $label, can you look it up?
	@w Hmm, the $label? {No idea, I'm afraid.|I'd have to dig through my papers for that.}
	@f Unfortunately I do not have the $label at hand.
`)

// What they tell instead.
var instead = bank(`
	@nwf {But I can tell you that the|What I do know is that the} $label is $value.
	@nwf The $label is $value, if that helps.
	@c but the $label is $value
`)

// Agreement to what the agent proposed.
var agreements = bank(`
	@ncw Yes, {please|go ahead}.
	@nw Yes, {that's right|that's correct}. {Please go ahead.|Go ahead, please.}
	@nw {That's it|Exactly}, {please do|go ahead}.
	@c {yes|yep|yeah}[, {do it|go for it}]
	@c ok do it
	@f Yes, {I confirm|that is correct}. Please proceed.
	@f I confirm. Please {go ahead|proceed}.
	@w {Yes please!|Yes, that's exactly what I want.} [Go ahead.]
	@w Sounds {good|right} to me, {please go ahead|go for it}.
	@n Yes, please do that.
	@n Correct[, please go ahead].
`)

// Corrections of what the agent proposed.
var corrections = bank(`
	@nw No, I meant $value, not $wrong.
	@nwf No, the $label should be $value[, not $wrong].
	@nw Wait, that's not right: the $label is $value, not $wrong.
	@c no, $value not $wrong
	@f That is not correct. The $label should be $value.
	@w Oh no, hang on. I said $value, didn't I? Not $wrong.
`)

// Doubts about an answer.
var doubts = bank(`
	@nw {Are you sure about that?|Is that right?} {Could you check again?|Please have another look.}
	@nw Hmm, I had expected something else. Could you double-check?
	@c sure? {can you check again|double check pls}
	@f May I ask you to verify that once more?
	@w That surprises me a little. Would you mind checking it once more?
`)

// Reminders of what was left out.
var reminders = bank(`
	@nwf You haven't {dealt with|done} everything yet.
	@nw Wait, there was something else I asked for.
	@c you forgot something
	@f I believe one of my requests is still open.
	@w Hang on, I don't think we're done yet.
`)

// The end of a talk that came to nothing.
var resigned = bank(`
	@nw {OK|Alright}, {never mind then|I'll try another way}. Thanks anyway.
	@c ok whatever, thanks
	@f In that case I will leave it at that. Thank you.
	@w That's a pity, but thanks for trying. Bye!
	@n {Too bad|A pity}. Goodbye.
`)

// The end of a talk.
var farewells = bank(`
	@ncw {Thanks|Thank you}[, that's all].
	@nw That's {all|everything}[, thank you]. {Bye!|Have a good day.|}
	@nw No, that was {it|all}. {Thanks for your help.|Thank you!}
	@c {great|cool|perfect}, thanks
	@c nope, that's it. thx
	@f Thank you {very much|for your assistance}. {Goodbye.|That will be all.}
	@f That is everything. Thank you.
	@w {Wonderful|Perfect|Brilliant}, {thank you so much|thanks a lot}! {Have a lovely day.|You've been a great help.}
	@w That's me sorted. {Cheers!|Thanks ever so much.}
	@n Perfect, {thanks|thank you}[. Bye].
`)

var (
	creating  = bank("{create|set up|add|make}")
	deleting  = bank("{delete|remove|get rid of}")
	sameThing = bank("that $thing\nthe same $thing\n@nwc that same $thing")
	having    = bank("with $list\n($list)\nwith the following: $list")
	onDate    = bank("on $value\nwith the $label $value\nof $value")
)
