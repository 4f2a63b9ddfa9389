package user

import "worldc/roles/speech"

// bank reads patterns that all tones can say: n neutral, c casual, f formal,
// w chatty.
func bank(text string) *speech.Bank { return speech.NewBank("ncfw", text) }

// How a talk begins.
var greetings = bank(`
	@n {Hi|Hello}[ there].
	@n Good {morning|afternoon}.
	@c {Hey|Hi},
	@c hey there,
	@f Good {morning|afternoon}.
	@f Hello.
	@w Hi there! {I hope you can help me.|Hope you're having a good day.}
	@w Hello! {Quick question for you.|I've got a bit of a list today.|Thanks for being there.}
	@w Hi! {So,|Right,} {here is what I need.|I need a hand with something.}
	@n Hi{, I hope you're well|}.
	@n Hello there{, can you help me|}?
	@c yo,
	@c hi there,
	@f Dear {team|support}.
	@f Good {morning|afternoon}, and thank you for taking the time.
	@w Hiya! {I've got something for you.|Me again, probably.|I'll try to be quick.}
	@w Good {morning|afternoon}! {It's about something small.|I'm a bit pressed for time.|Let me start at the beginning.}
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
	@n {I'm trying to find|I'm looking for} $what.
	@n {Please look up|I'd need} $what.
	@c $what please
	@f Could you kindly provide $what?
	@w {Someone asked me for|I've been asked for} $what, and {I haven't got a clue|I don't have it}. {Can you see it?|Could you look?}
	@n It's about $what. {What does the record say?|Can you tell me?}
	@w Would you {be able to|mind if I ask you to} check $what?
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
	@f Please let me have the $one for each of $np.
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
	@n {I have to|I'd need to} $verb $object.
	@n Is it possible to $verb $object?
	@n {It's time to|We have decided to} $verb $object.
	@c just $verb $object
	@c wanna $verb $object
	@f Please be so kind as to $verb $object.
	@f I kindly ask you to $verb $object.
	@w {What do I have to do|Who do I talk to} to $verb $object?
	@w {I've been meaning|I finally want} to $verb $object{, can you do that for me?|.}
	@w {My plan is|The plan is} to $verb $object.
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
	@nw Besides, $ask
	@n {Second|Secondly}, $ask
	@w And since I'm here, $ask
	@f Moreover, $ask
	@c plus, $ask
	@nw {On top of that|Apart from that}, $ask
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
	@n {OK|Alright|Right}, thanks. {Now the next point.|There's more.|}
	@n Good to know. {Then|Now} the other thing.
	@nw {That was quick|Very good}. {There is one more thing|I have another one}.
	@c nice[, thx]. {also|then}:
	@c got it.
	@f {I see|Very well}, thank you. {Then to my next question.|May I add something?|}
	@f Thank you for that. {Furthermore:|One more matter.}
	@w {Super|Fantastic|Oh good}! {Can I ask something else?|Right, next one.|And then there's this.}
	@w Ah, {thank you|that's a relief}. {Onwards|So, the other thing}:
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
	@n {Here it is|There you go}: $value.
	@n {That's|It's} $value, {if I'm not mistaken|as far as I know}.
	@n $value{, please|.|, thanks.}
	@nw {Let me look.|One second.} $value.
	@c its $value
	@c should be $value
	@f {It is|That would be} $value, {to the best of my knowledge|as noted here}.
	@f You will find it as $value.
	@w {Hang on, I have it here|I've got it written down}: $value.
	@w {Oh yes|Right}, {I should have said|I forgot to say}: $value.
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
	@n {As follows|I have them here}: $list.
	@n That's easy: $list.
	@c ok $list
	@f {Gladly|As requested}: $list.
	@w {Let me see.|Sure thing!|Of course.} $list.
`)

// What somebody says who is asked for what they do not know.
var dontKnow = bank(`
	@nwf I'm afraid I don't have the $label.
	@nw I don't know the $label{, sorry|}. {Can't you look it up?|Is there another way?}
	@c no idea what the $label is
	@c don't have the $label, can you look it up?
	@w Hmm, the $label? {No idea, I'm afraid.|I'd have to dig through my papers for that.}
	@f Unfortunately I do not have the $label at hand.
	@n {Sorry, I|I} {don't know|never got} the $label.
	@n The $label? {I wouldn't know.|I don't think I have it.}
	@c nope, {don't know it|not a clue}
	@f I regret that I do not know the $label. {Is there another way to find it?|}
	@w {The what? I've never seen the $label.|I'm sure I never got the $label.}
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
	@n Yes, {do that|that's it|that's the one}.
	@n {That's correct|That's right|Right}. {Please do.|You can go ahead.|}
	@n {OK|Okay}, {go ahead|please do it}.
	@n {Fine|That's fine}, {go ahead|please proceed}.
	@n {I agree|Agreed}. {Please do so.|}
	@nw Yes, {all correct|everything is right}.
	@c {yes|yup|sure}{ thats it|, thats right|}
	@c {go|go ahead}
	@c looks good
	@c k
	@f {Yes, please|By all means}, {go ahead|do so}.
	@f {Everything is correct|The details are right}. {You may proceed.|Please carry it out.}
	@f You have my {agreement|consent}.
	@w {Absolutely|Definitely}, {go for it|please do}!
	@w {Yes yes|Oh yes}, {that's the one|just like that}.
	@w That's {spot on|perfect}, {yes|please do that}.
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
	@n {OK, thanks|Alright, thank you}. {That's it from me.|Goodbye.|}
	@n {Good|Great}, {that's all I needed|nothing else}. {Thanks.|Thank you.}
	@n Thank you, {I have what I need|that answers everything|that settles it}.
	@n {No|No, thanks}, {I'm done|that's all for today}.
	@c {thx|ty}{ bye|}
	@c {done|sorted}, thanks
	@c {ok|alright} {bye|cheers}
	@f {I have no further questions|Nothing further}. {Thank you for your help.|Good day.|}
	@f {Many thanks|I thank you}. {Until next time.|Goodbye.|}
	@w {Oh, great|Ah, lovely}. {That's everything, I think.|I can tick that off then.} {Thanks!|Bye now!}
	@w {You're a star|You've saved me a lot of time}, {thanks|thank you}!
	@w {Right, that's my list done|No more from me}. {Take care!|All the best!}
`)

var (
	creating  = bank("{create|set up|add|make}")
	deleting  = bank("{delete|remove|get rid of}")
	sameThing = bank("that $thing\nthe same $thing\n@nwc that same $thing")
	having    = bank("with $list\n@nfw with $list\n@nc ($list)\n@nf with the following: $list")
	onDate    = bank("on $value\nwith the $label $value\nof $value")
)
