package writer

import (
	"strings"

	"worldc/roles/speech"
)

// How a person is told what they want. $do is "cancel your booking", $doing
// "cancelling your booking", $done "your booking cancelled", $np "your booking"
// and $pp "cancelled", with what follows it; $q is "when it is due" and $asked
// "its due date".

var doFrames = lines(`
	You want to $do
	You {would like|need|wish} to $do
	You {are hoping|are trying|are looking} to $do
	You {have decided|have made up your mind} to $do
	{Your aim|The plan|The idea} {today|} is to $do
	$do
	{Ask|Get} $agent to $do
	{Ask|Tell} $agent to $do for you
	Have $agent $do
	{See|Find out} {if|whether} $agent can $do
	{Ask|Enquire} whether {it is possible|somebody there is able|there is a way} to $do
	You need somebody to $do
	You {cannot|could not} {manage|work out how} to $do {yourself|on your own|online}, so {let $agent do it|you are asking $agent}
	What you {want|need|came for} is {simple:|this:|easily said:} $do
	You {mean|intend} to $do
	It {falls|is up} to you to $do
	You {have been asked|have been told|promised} to $do
	It {is time|is high time} to $do
	You {expect|are counting on} $agent to $do
	Your {one|only|main} {errand|request|concern}: $do
	{You'd|You would} be {glad|grateful|happy} if $agent could $do
	It would {help|suit} you to $do
	The {point|purpose} of {this conversation|your call|it all} is to $do
	$agent {is asked|will have} to $do
	Without further ado, $do
	You {hope|trust} that $agent can $do
	You {come|turn to them} with one {wish|request}: $do
	Your {task|job} today is to $do
	{Put it to|Suggest to} $agent that you want to $do
	{Politely ask $agent|Ask $agent outright} to $do
	{For a while|For days} you have {wanted|meant} to $do
	Try to $do
	You are determined to $do
`)

var doneFrames = lines(`
	You want $done
	You want to have $done
	You need $done
	You{ would|'d} like to {have|see} $done
	Get $done
	Have $done
	Ask to have $done
	You {are here|have come|are calling|are writing} to have $done
	{Try|You are trying} to get $done
	You {hope|expect} to {see|have} $done
	{Make sure|See to it} that you get $done
	Nothing {will do|else will do} but to have $done
	You {are keen|would prefer} to {have|see} $done
	{By the end of it|Before you leave}, you want $done
	The {outcome|result} you {want|are after} is to have $done
	You {are set on having|insist on having} $done
	It is {important|urgent} to you to {get|have} $done
	You {ask for nothing more than|only ask} to have $done
`)

var passiveFrames = lines(`
	$np $is to be $pp
	$np {needs|has} to be $pp
	$np should be $pp
	{Request|Ask|Insist} that $np be $pp
	{Make sure|See to it} that $np {gets|is} $pp
	{You want|You need} $np to be $pp
	For you, the {main thing|point} is that $np $is $pp
`)

var doingFrames = lines(`
	You {are getting|have got} in touch about $doing
	You need {help with|a hand with|assistance with} $doing
	{This is|It is all} about $doing
	You {are|have been} set on $doing
	You {have|have been} put off $doing long enough
	$doing is what {you came for|this is about|you need help with}
`)

var questionFrames = lines(`
	You want to know $q
	You {would like|need|wish} to know $q
	{Find out|Ask|Enquire} $q
	Ask $agent $q
	You {are wondering|wonder} $q
	{Have $agent tell|Get $agent to tell} you $q
	You need {an answer to one question:|to find out} $q
	{Somebody|Your boss|A colleague} wants to know $q, {and you are to find out|so you are asking}
	You {cannot remember|have forgotten|are not sure} $q, so {ask|you want it checked|you would like to be told}
	You {are trying|have been trying} to find out $q
	What you {want|need} to {hear|learn|know} is $q
	Let $agent {check|look up|see} $q
	Could $agent tell you $q? {That is what you would like to hear|That is your question}
	It {matters|would help} {to you|} to know $q
	You {are curious|have no idea} $q {and want to be told|and would like to find out}
	{Put|Address} one question to $agent: $q
	The question is $q
	You {mean|intend} to find out $q
	You {cannot say|are unable to say} $q and {want to know|would like to}
	You would like $agent to look up $q
	{Inquire|Ask politely} $q
	You {need|have} to tell somebody $q
	{Nobody|No one} {around you|in your place} {can say|knows} $q, so you ask
`)

var askedFrames = lines(`
	You want $asked
	You {need|would like|want to be told} $asked
	Ask for $asked
	Ask $agent for $asked
	{Find out|Look up|Get hold of} $asked
	You want to know $asked
	{Have|Let} $agent {read out|look up|give you} $asked
	You are after $asked
	What you {need|want|are after} is $asked
	You {are missing|do not have|have lost track of} $asked and {need it|want to be told}
	{Tell $agent that you need|Let $agent know that you want} $asked
	Somebody {asked|is asking} you for $asked, and you {do not have it to hand|could not say}
	{Request|Enquire about} $asked
	$agent should {give|tell} you $asked
	{It is|It is simply} $asked that you {need|want}
	You {would be|are} {grateful|glad} to get $asked
	You {turn to|ask} $agent for $asked
	You {cannot go on|are stuck} without $asked
	Could you have $asked? That is what you ask
`)

// The same for what comes after something else.
var laterDoFrames = lines(`
	{Then|After that,|Next,} you {want|would like|need} to $do
	You also {want|need|would like|wish} to $do
	{Then|After that,|Next,|Also,} $do
	{Once|When|As soon as} that is {done|settled|out of the way|sorted|finished}, {you want to|} $do
	{With that|With this} {done|settled|out of the way}, {ask|get} $agent to $do
	{While|Since} you are at it, {you want to|} $do
	{Apart from that|On top of that|Besides|In addition|Beyond that}, you {want|need|have} to $do
	{Afterwards|Following that}, have $agent $do
	{Another|The other|A further} thing {to do|on your list|you want} is to $do
	{That is not all:|There is more:|And one more thing:} {you want to|} $do
	{Last time you forgot, so|This time do not forget to} $do
	{Also|Furthermore}, {ask|get} $agent to $do
	{The next step is|Next on the list is|What comes next is} to $do
	{After which|From there} you {go on|want} to $do
	{A second|One more} {wish|request}: you want to $do
	{Having got that far|With that behind you}, $do
	{Now|And now} you {also|} want to $do
	You {go on|continue} by asking $agent to $do
	{On that occasion|While there}, you {also|} want to $do
	It does not {end|stop} there: you {also need|want} to $do
	{Then comes|The next thing is} the request to $do
	You {have|have got} one more thing to do: $do
`)

var laterDoneFrames = lines(`
	{Then|After that|Next} you want $done
	You also {want|need} $done
	{Also|Then|Next,} {get|have} $done
	{Once|When} {that is|this is} {done|sorted|through}, you {want|need|would like to have} $done
	{Besides|On top of that|Apart from that|In addition}, you {want|need|would like to see} $done
	{Another|A further} {thing|request}: you want $done
	{While you are at it|At the same time|In the same go}, {get|have} $done
	{Afterwards|In the end}, you {want|would like to have} $done
`)

var laterPassiveFrames = lines(`
	{Then|After that|Next} $np $is to be $pp
	{Besides|In addition|On top of that}, $np {needs|has} to be $pp
	{Once|When} that is done, $np should be $pp
	$np should {also|} be $pp {too|as well|}
	{Also|Then} {make sure|see to it} that $np {gets|is} $pp
`)

var laterQuestionFrames = lines(`
	{Then|After that,|Next,} {ask|find out} $q
	You also {want|would like|need} to know $q
	{Also|Then}, {ask|find out} $q
	{Apart from that|Besides|On top of that|In addition}, you {want|would like|need} to know $q
	{Once|When} that is {done|settled|clear}, {ask|find out|have $agent tell you} $q
	{Another|The other|A further} question {of yours|you have|on your mind} is $q
	{While|Since} you are at it, {ask|you want to know} $q
	{Before|And before} you {go|hang up|leave}, {ask|find out} $q
	{And|Then} there is the {question|matter of} $q
	{Make sure|Be sure} to ask $q
	{Last|Finally}, you {wonder|want to hear} $q
	Something else {that interests you|you need to know}: $q
	{Now|And now} you {wonder|want to know} $q
	{A second|One more} question: $q
	You {go on|continue} by asking $q
	{Mention|Say} that you {still|also} {want|need} to know $q
	That {leaves|brings you to} the question $q
	{Somewhere along the way|In passing}, ask $q
`)

var laterAskedFrames = lines(`
	{Then|After that|Next} you {want|need|would like} $asked
	You also {want|need|would like} $asked
	{Also|Then}, ask for $asked
	{Besides|On top of that|Apart from that|In addition}, you {need|would like|want to be told} $asked
	{Once|When} that is {done|clear|settled}, {ask for|have $agent give you|find out} $asked
	{While you are at it|On the same occasion}, {ask for|get} $asked
	{Before|And before} you {go|leave|hang up}, ask for $asked
	{Another|A further} thing you {need|want} is $asked
	{Finally|Lastly}, {you want|get} $asked
	{Do not forget|Remember} to ask for $asked
	{Now|And now} ask for $asked
	{One more|A second} {request|thing}: $asked
	You {go on|continue} by asking for $asked
	{In passing|Along the way}, get $asked
	What is {still missing|left} is $asked
`)

// ask puts a deed into a sentence.
func (t *teller) ask(d deed, first bool) string {
	first = first || len(d.before) > 0 // the introduction has led on already
	fill := []string{"agent", t.agent}
	reads := d.question != "" || d.asked != ""
	if !d.write && reads && t.Chance(3, 4) {
		if d.question != "" && (d.asked == "" || t.Chance(1, 2)) {
			return t.speak(pickBank(first, questionFrames, laterQuestionFrames), append(fill, "q", d.question)...)
		}
		return t.speak(pickBank(first, askedFrames, laterAskedFrames), append(fill, "asked", d.asked)...)
	}
	if !d.write && d.verb == "count" && d.question != "" {
		return t.speak(pickBank(first, questionFrames, laterQuestionFrames), append(fill, "q", d.question)...)
	}
	if !d.write || strings.HasPrefix(d.verb, "get") || t.Chance(1, 2) {
		if first && t.Chance(1, 7) && len(d.do()) < 100 {
			return t.speak(doingFrames, append(fill, "doing", d.doing())...)
		}
		return t.speak(pickBank(first, doFrames, laterDoFrames), append(fill, "do", d.do())...)
	}
	if t.Chance(1, 3) && !d.object.isPronoun() && len(d.object.text) < 110 {
		return t.speak(agreeing(pickBank(first, passiveFrames, laterPassiveFrames), d.object), append(fill, "np", d.object.text, "is", d.object.is(), "pp", speech.Participle(objectless(d.verb))+d.rest())...)
	}
	return t.speak(pickBank(first, doneFrames, laterDoneFrames), append(fill, "done", d.done())...)
}

// agreeing are the frames whose verbs go with a phrase.
func agreeing(bank []string, p phrase) []string {
	if !p.many {
		return bank
	}
	var list []string
	for _, f := range bank {
		list = append(list, plurally.Replace(f))
	}
	return list
}

func pickBank(first bool, a, b []string) []string {
	if first {
		return a
	}
	return b
}
