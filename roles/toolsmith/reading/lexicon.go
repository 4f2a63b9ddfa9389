package reading

import (
	"strings"
	"sync"
)

// The words that identifiers and descriptions of tools are made of, as far as
// their meaning matters here. Nouns are singular, verbs infinitive.

// A family is the verbs that say the same of what a tool does.
type family uint8

const (
	fetching family = iota
	listing
	finding
	searching
	counting
	making
	sending
	generating
	saving
	changing
	removing
	moving
	joining
	parting
	working
	running
	exporting
	asking
	proving
)

// A verb is a word that says what a tool does.
type verb struct {
	infinitive string
	family     family

	// noun is set for a word that is a noun as often: it counts only where a
	// verb is expected.
	noun bool

	// agent is set for a noun for what does it: a recipe finder.
	agent bool
}

// verbTable has a line for each family: verbs, then words that are nouns as
// well. A stroke gives a form that the rules miss.
var verbTable = [...]struct {
	family       family
	verbs, nouns string
}{
	{fetching, `get fetch retrieve read/reads/reading show/shows/shown/showing describe obtain provide download inspect poll collect gather
		return know return`,
		`view access display preview track watch monitor pull see`},
	{listing, `enumerate browse`, `list index`},
	{finding, `find/finds/found/finding locate discover lookup`, `match recommend select`},
	{searching, `search autocomplete`, `query filter`},
	{counting, ``, `count total tally`},
	{making, `create add insert/inserts/inserted/inserting register make/makes/made/making provision initiate introduce enroll enrol
		onboard clone fork append instantiate compose establish purchase buy/buys/bought/buying reserve allocate enqueue hire
		prepend define contribute ingest`,
		`post rent/rents/rented/renting book schedule order place/places/placed/placing invite request copy duplicate import draft record log comment bid
		begin open new propose bulk_create launch`},
	{sending, `send/sends/sent/sending submit/submits/submitted/submitting upload notify resend deliver reply broadcast forward transmit`,
		`message email mail tweet dispatch push note report/reports/reported/reporting`},
	{generating, `generate regenerate produce`, `build issue`},
	{saving, `save upsert store/stores/stored/storing write/writes/wrote/writing persist`, `put/puts/put/putting`},
	{changing, `update edit/edits/edited/editing modify modif set/sets/setting replace rename adjust configure reconfigure amend
		customize overwrite increment decrement increase decrease reorder rotate/rotates/rotated/rotating refresh extend
		correct revise reduce alter recategorize reassign relabel sync/syncs/synced/syncing synchronize personalize`,
		`change patch tune move rate upgrade fill edit batch_update`},
	{removing, `delete remove destroy drop/drops/dropped/dropping erase unregister deregister expunge discard uninstall wipe truncate evict
		cleanup unset`, `purge clear trash empty clean`},
	{moving, `cancel/cancels/cancelled/cancelling/canceled/canceling approve reject unpublish start/starts/started/starting
		stop/stops/stopped/stopping activate deactivate archive unarchive publish
		enable disable lock unlock close reopen complete pause resume restart suspend unsuspend accept decline confirm acknowledge
		finish reset/resets/resetting restore revoke terminate abort/aborts/aborted/aborting dismiss promote demote deny verify_email
		ban/bans/banned/banning unban/unbans/unbanned/unbanning unblock mute unmute pin/pins/pinned/pinning
		unpin/unpins/unpinned/unpinning freeze unfreeze void refund settle fulfill ship/ships/shipped/shipping
		reschedule recover undelete hide/hides/hid/hiding unhide reboot deprecate undeprecate renew expire invalidate finalize
		redeem claim capture authorize deauthorize charge escalate defer postpone snooze mark quarantine
		release retry/retries/retried/retrying rollback redeploy undeploy install/installs/installed/installing trigger
		impersonate lower raise arm disarm toggle trade exchange commit/commits/committed/committing
		apply/applies/applied/applying merge split migrate failover redrive swap/swaps/swapped/swapping rebuild reindex reprocess
		decommission recommission reinstate withdraw/withdraws/withdrew/withdrawing deposit transition escalate skip/skips/skipped/skipping
		resolve unresolve unstar vote upvote downvote respond navigate press click scroll hover tap focus`,
		`transfer pay/pays/paid/paying sign block deploy turn switch power shut process end rest retire run_now flag checkout check_in checkin permit hold feature
		grade play rewind dial hang wake`},
	{joining, `associate attach assign give/gives/gave/giving join/joins/joined/joining connect bind subscribe follow grant enlist couple`,
		`link map/maps/mapped/mapping tag like star/stars/starred/starring share pair favorite favourite bookmark`},
	{parting, `disassociate dissociate detach unassign unlink untag/untags/untagged/untagging disconnect unbind/unbinds/unbound/unbinding
		unsubscribe unfollow unlike leave unmap/unmaps/unmapped/unmapping unfavorite unfavourite unshare unenroll`, ``},
	{proving, `verify validate`, ``},
	{working, `calculate compute convert render translate analyze analyse predict estimate detect parse format encode decode
		compare summarize summarise classify simulate extract evaluate optimize optimise assess determine ping/pings/pinged/pinging
		solve transform recognize recognise identify geocode transcribe tokenize normalize encrypt decrypt hash moderate differentiate
		integrate check aggregate factorize round multiply divide subtract invoke enhance advise assist combine mix shuffle reverse crop resize blur invert flip suggest calibrate diagnose interpolate minify gzip zip compress decompress categorize explain
		interpret wait sleep echo diagnose examine proofread paraphrase rewrite crawl scrape embed/embeds/embedded/embedding
		annotate visualize sort plot/plots/plotted/plotting measure investigate audit generate_text print think recommend`,
		`forecast segment test scan/scans/scanned/scanning exist benchmark probe draw solve score rank`},
	{running, `execute perform run/runs/ran/running load implement handle manage automate login logout signin signout authenticate orchestrate control`, `call`},
	{asking, `is has can does exists`, ``},
	{exporting, `export`, `backup dump snapshot`},
}

// verbs has every form of every verb. It is made when it is asked for first: most
// processes never ask.
var verbs = sync.OnceValue(func() map[string]verb {
	m := map[string]verb{}
	for _, line := range verbTable {
		for i, text := range []string{line.verbs, line.nouns} {
			for entry := range strings.FieldsSeq(text) {
				forms := strings.Split(entry, "/")
				v := verb{infinitive: forms[0], family: line.family, noun: i == 1}
				if len(forms) == 1 {
					forms = inflect(forms[0])
				}
				for _, f := range forms {
					if _, taken := m[f]; !taken {
						m[f] = v
					}
				}
			}
		}
	}
	// "modif" is only there for its forms: "modifies" is of "modify".
	delete(m, "modif")
	return m
})

// inflect gives the forms of a regular verb.
func inflect(w string) []string {
	stem, s := w, w+"s"
	switch last := w[len(w)-1]; {
	case last == 'e':
		return []string{w, s, w + "d", w[:len(w)-1] + "ing"}
	case last == 'y' && !strings.ContainsRune("aeiou", rune(w[len(w)-2])):
		return []string{w, w[:len(w)-1] + "ies", w[:len(w)-1] + "ied", w + "ing"}
	case strings.HasSuffix(w, "ch"), strings.HasSuffix(w, "sh"), last == 's', last == 'x':
		s = w + "es"
	}
	return []string{w, s, stem + "ed", stem + "ing"}
}

// agents are nouns for what does something, which stand where a verb would:
// recipe_finder.
var agents = map[string]string{
	"finder": "find", "locator": "locate", "searcher": "search", "checker": "check", "calculator": "calculate",
	"converter": "convert", "generator": "generate", "tracker": "track", "analyzer": "analyze", "analyser": "analyze",
	"validator": "validate", "translator": "translate", "estimator": "estimate", "predictor": "predict", "planner": "generate",
	"scheduler": "schedule", "optimizer": "optimize", "summarizer": "summarize", "extractor": "extract", "detector": "detect",
	"fetcher": "fetch", "recommender": "recommend", "advisor": "recommend", "adviser": "recommend", "evaluator": "evaluate",
	"classifier": "classify", "simulator": "simulate", "scanner": "scan", "monitor": "monitor", "inspector": "inspect",
	"selector": "select", "creator": "create", "builder": "build", "updater": "update", "remover": "remove", "notifier": "notify",
	"sender": "send", "identifier": "identify", "forecaster": "forecast", "retriever": "retrieve", "explorer": "browse",
	"viewer": "view", "lookup": "lookup", "comparator": "compare", "transcriber": "transcribe", "solver": "solve",
	"formatter": "format", "resolver": "resolve", "verifier": "verify", "reader": "read", "aggregator": "aggregate",
}

// opposites are pairs of changes of state, each the way back of the other.
var opposites = map[string]string{
	"open": "close", "close": "reopen", "reopen": "close", "enable": "disable", "disable": "enable", "activate": "deactivate",
	"deactivate": "activate", "start": "stop", "stop": "start", "lock": "unlock", "unlock": "lock", "archive": "unarchive",
	"unarchive": "archive", "approve": "reject", "reject": "approve", "accept": "decline", "decline": "accept",
	"publish": "unpublish", "unpublish": "publish", "pause": "resume", "resume": "pause", "suspend": "unsuspend",
	"unsuspend": "suspend", "block": "unblock", "unblock": "block", "ban": "unban", "unban": "ban", "mute": "unmute",
	"unmute": "mute", "pin": "unpin", "unpin": "pin", "freeze": "unfreeze", "unfreeze": "freeze", "hide": "unhide",
	"unhide": "hide", "promote": "demote", "demote": "promote", "arm": "disarm", "disarm": "arm", "grant": "revoke",
	"revoke": "grant", "deploy": "undeploy", "undeploy": "deploy", "deprecate": "undeprecate", "undeprecate": "deprecate",
	"authorize": "deauthorize", "deauthorize": "authorize", "delete": "restore", "restore": "delete", "login": "logout",
	"logout": "login", "install": "uninstall", "checkin": "checkout", "checkout": "checkin",
}

// Opposite is the verb of the change of state that leads back: `disable` of
// `enable`. It is empty where there is none.
func Opposite(verb string) string { return opposites[verb] }

// prepositions end the noun phrase of a name or a description.
var prepositions = set(`by for of in from with to on at using via as within under per into onto about between across against
	based without through during over after before where that which who when if so such given associated related
	whose than because while and or but is are was were has have can will may should must including along
	matching belonging containing according up out off`)

// identifiers are words for what identifies a thing.
var identifiers = set(`id uuid guid gid sid uid oid identifier pk ident urn arn ids`)

// namers are words for what names a thing, where no identifier does.
var namers = set(`name key code slug number no num handle username login ref reference symbol ticker iban isbn sku ean
	alias token hash serial path address url uri email title`)

// hollow words say nothing of what a tool is about.
var hollow = set(`a an the this that these those it its all any each every some no not only one two single multiple many several
	list lists api rest http https json xml html web endpoint operation method function async sync my me your our their his her you
	new existing current currently specified specific given particular requested available active all following
	direct pending recent latest last first next previous upcoming popular top trending random featured related similar
	detailed full basic simple quick bulk batch paginated paged default custom daily weekly monthly yearly own
	v1 v2 v3 v4 v5 beta alpha internal external public private general common main live realtime historical
	beforehand admin legacy preview unique various different own up nearest nearby more less most here already
	id ids uuid identifier identifiers using use via based get by and or for of to in on with at from as
	also just then either both s t optional optionally partial partially entire whole complete incomplete valid
	invalid open closed bulk advanced user-defined global total mini raw authenticated logged signed
	delivered onestop nonstop premium free best good great more other another same personal namespaced
	unpaid paid overdue expired archived deleted rented returned booked cancelled canceled completed queued missed flagged
	blocked finished scheduled unread overall`)

// tails end a name without being what it is about: order_details.
var tails = set(`detail details info information data list lists result results response responses ids id
	description async batch bulk one many all single multiple json xml csv html search lookup finder query queries
	calculator checker generator analyzer converter tracker locator planner manager optimizer advisor service handler endpoint
	api tool exist exists single`)

// softTails end a name after a thing that they belong to: order_status. Alone
// they are things.
var softTails = set(`status state count counts number total totals summary overview metadata meta availability existence progress
	statistics stats history pdf url content contents value values format`)

// containers are names of the objects and arrays that hold a result's rows.
var containers = set(`data result results item items response payload record records entry entries list lists value values object objects
	output content contents body node nodes edge edges embedded collection collections rows row page element elements resource
	resources entity entities array hits hit docs documents members member matches found return returned model dto view
	info detail details resultset dataset datas _embedded answer envelope`)

// around are the fields of an envelope that say how the call went.
var around = set(`status message success ok error errors code msg warning warnings total count page pages limit offset size next previous prev
	links link self cursor more token meta metadata pagination paging has per took time timestamp request version etag kind
	href url first last nextlink current number of return http state detail reason description messages result
	hasmore totalcount nextpagetoken nextpage prevpage elapsed throttle seconds throttleseconds trace execution`)

// aroundWords are those that names of such fields are made of.
var aroundWords = set(`page pages first last next previous prev current uri url href link links size start end total count counts number num
	token cursor offset limit per has more is in of results result records items entries elements status code message error errors
	request response time timestamp took version self meta pagination paging returned max query returned key
	etag kind self context odata truncated partial api server date sort order success ok`)

// reporting nouns are of tools that neither read nor write rows.
var reporting = set(`ping health healthcheck healthz heartbeat status version readiness liveness alive ready echo time clock hello
	capability capabilities documentation swagger openapi robots sitemap favicon schema schemas help root home index
	uptime doc docs spec calculator converter math random`)

// units are parts of dates and the like, which never are things.
var temporal = set(`date time at on datetime timestamp day month year hour minute since until created updated modified begin end start
	expiry expires expiration due birthday deadline`)
