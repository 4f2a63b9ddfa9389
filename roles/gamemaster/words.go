package gamemaster

import "worldc/roles/speech"

// What the game master thinks and says. $text is what the engine says.
var (
	beginnings = speech.NewBank("", `
		The game begins. {Nothing is done yet|Nothing has been achieved so far}. $n of the goal {to bring about|to see to}. I describe what the player {can see|sees} from where they {stand|are}.
		{The player has only just arrived|This is the first turn}, so there is no action to judge. I set the scene and leave it to them where to begin.
		No action yet. The player {knows|has read} the goal and the list of actions{|, and nothing of the place}; I {show|tell} them what is around them.
		I open with what {can be seen|is visible} from here. All the goal asks for is still open.
	`)
	arrivals = speech.NewBank("", `
		You are ready to begin.
		{Everything|All} is as you were told. What do you do?
		It is your turn.
	`)
	refusals = speech.NewBank("", `
		$wrong. Nothing happens.
		That cannot be understood: $wrong.
		$wrong. {Please keep|Keep} to the format of the actions you were given.
		Nothing happens{.|, since that is not an action that works here.} $wrong.
		Your action is not valid. $wrong.
		$wrong. Look at the list of actions and their formats{| again}.
	`)
	failures = speech.NewBank("", `
		$text
		$text
		$text
		That does not work. $text
		Nothing changes. $text
		You try, {but it cannot be done|without success}. $text
		It is not possible {now|like this}. $text
	`)
	again = speech.NewBank("", `
		Still the same: $text
		It does not work this time either. $text
		$text {Trying it again does not help.|That has not changed.}
	`)
	endings = speech.NewBank("", `
		$text {That was the last of it|With that everything is done}: {you have reached your goal|the goal is reached}.
		$text {You have done everything you set out to do.|Everything is as it was meant to be. Well done!}
		$text The goal is reached; {there is nothing more to do|the task is complete}.
		$text Task completed.
	`)
	unreadable = speech.NewBank("", `
		The player wrote $action. $wrong, so this is a {parameter error|mistake in the parameters}; nothing changes.
		$action does not fit any action with legal values: $wrong. I flag a parameter error{| and let them read the list again}.
		{I compare|Comparing} $action with the list of actions: $wrong. Nothing is carried out.
		What the player means is {clear enough|easy to guess}, but $wrong. {The format counts|Only the format counts}, so it is a parameter error.
	`)
	refused = speech.NewBank("", `
		The player wants to $do. {It cannot be done with these values|The values do not go together}: $lower.
		To $do is not possible with what was named: $lower. That is a parameter error.
	`)
	misplaced = speech.NewBank("", `
		The player {tries|wants} to $do, but {is|stands} in the wrong place for it: $lower. A place error; they have to {get|go} there first.
		To $do one has to be {somewhere else|elsewhere}: $lower. I flag the place, {and nothing changes|nothing is carried out}.
		{The action is well formed|The format is right}, the place is not: $lower. The player {seems to have lost track of|forgets} where they are.
		Where the player is, they cannot $do ($lower). Place error.
	`)
	tooEarly = speech.NewBank("", `
		The player {tries|wants} to $do. {The action exists|It is a valid action}, but something {speaks against it|has to come first}: $lower. A logic error.
		It is {not the time to $do|no use to $do now}: $lower. The state stays as it is.
		{Format and place are right|The format is right}, the order of things is not: $lower. I {point that out|tell them so} and flag the logic.
		To $do {fails|cannot work}, since $lower. The player should {see|learn} from the answer what is missing.
	`)
	won = speech.NewBank("", `
		With this all $all {conditions|parts} of the goal hold. The player {has won|is done}.
		The player {chose|decided} to $do, and {that completes the goal|nothing is left to do}. I close the game.
		$held of $all: everything the goal asks for {is the case|holds} now. The game ends here.
	`)
	nearer = speech.NewBank("", `
		{Good progress|A real step forward}: {now|by now} $held of the $all {conditions|parts of the goal} {hold|are met}, with $left to go.
		The player is right to $do: it settles a part of the goal. What remains: $left.
		To $do was {part of the goal|what the goal asks for}. {It is done|That is settled}; $left to go.
	`)
	farther = speech.NewBank("", `
		The player decided to $do, which undoes {something that was settled|a part of the goal}: $held of $all hold now.
		A step back: $held of $all parts of the goal hold after this.
	`)
	looked = speech.NewBank("", `
		The player {takes a look|looks} before acting. This changes nothing and {tells|shows} them what they {need|may need}.
		{They want|The player wants} to know more before going on. I answer with what there is to {see|find out} and keep the state as it is.
		{Only a look|A look costs nothing}. It {reveals|shows} {what is at hand|where things stand}; Still to be settled: $left.
		To $do is {harmless|a sensible check}; I {report|tell them} what it shows{| and no more}.
	`)
	stepped = speech.NewBank("", `
		The player {decides|chooses} to $do. {It is possible|Nothing speaks against it}, so it happens. Still to be settled: $left.
		{Valid|A valid action}: format, place and {order|conditions} are right. I {carry it out|let it happen} and {describe|tell} what {comes of it|it leads to}.
		The action can be carried out. It {prepares what comes next|opens the way to what comes next|does not settle anything by itself}; $held of $all {hold|are met} {so far|at this point}.
		To $do {is fine here|works from here}. {The player learns|This tells the player} what {follows from it|comes of it}.
		No error in this one. {Still open|Still to do} of the goal: $left.
	`)
)
