package domaining

// The words that identifiers of tools are made of, as far as their meaning
// matters here. All nouns are singular.

// verbs are words that say what a tool does, wherever in its name they stand.
var verbs = func() map[string]role {
	m := map[string]role{}
	for r, list := range map[role]string{
		reads: `get list fetch retrieve find search read show describe query lookup view browse check count download
			scan validate verify is has calculate compute convert compare analyze detect translate
			recommend suggest estimate predict load list`,
		creates: `create add new insert register book schedule submit send upload generate make start import
			subscribe invite initiate publish issue build enqueue launch post import buy`,
		updates: `update edit modify set patch put change replace rename move assign unassign enable disable cancel
			approve reject close open reopen reset activate deactivate attach detach complete mark resolve lock
			unlock archive unarchive restore merge sync toggle upsert apply accept decline confirm execute
			run stop pause resume restart retry authorize connect disconnect batch bulk partial replicate
			export return exchange transfer refund pay grant deny block unblock follow unfollow`,
		deletes: `delete remove destroy drop revoke unsubscribe purge clear terminate deregister unlink`,
	} {
		for w := range set(list) {
			m[w] = r
		}
	}
	return m
}()

// nounsToo are verbs only where they begin or end a name: list_posts, post_list.
var nounsToo = set(`list post search query set patch put schedule book issue import export batch build run open check
	view count scan download upload return exchange transfer refund pay block load start stop`)

// verbAt reports what the verb list[i] does, if it is one.
func verbAt(list []string, i int) (role, bool) {
	w := list[i]
	r, ok := verbs[w]
	return r, ok && (!nounsToo[w] || i == 0 || i == len(list)-1)
}

var prepositions = set(`by for of in from with to on at using via as within under per and or into`)

// identifiers are words for what identifies a thing.
var identifiers = set(`id ids uuid guid gid sid uid oid identifier pk ident identity uids`)

// generic words, in a field's name, need the thing that they belong to.
var generic = set(`id name key code slug number no num token url uri href link ref reference handle alias arn
	title label value symbol address path hash string text`)

// worthless words name what no other tool wants: how to page and format, when
// it happened, how it went.
var worthless = set(`limit offset page per size cursor sort order by direction asc desc filter field fields q query
	search format locale lang language version api include exclude expand count total status state message success error
	type kind created updated modified deleted at on date time timestamp datetime start end since until before after
	from to description comment note body content data result response request header verbose pretty debug
	force dry run timeout fill max min next prev previous more has is self first last callback alt
	access oauth user_agent agent accept etag if match none quota description url href link uri title text enabled
	active default output case mode level index position rank score weight width height price amount quantity
	value label color icon image reason detail code_message warning info item link summary meta metadata`)

// attribute words name a property of a thing, not a thing.
var attribute = set(`email phone currency country city zip postcode zipcode street latitude longitude lat lon lng
	date time amount price quantity percent color size language timezone gender age birthday duration
	region zone username password secret signature domain host ip port mac sku isbn vin iso color format`)

// containers are names of objects and arrays that hold the things themselves.
var containers = set(`data result item response payload record entry list value object output content body node edge
	embedded collection row page element resource set array map model dto view info detail member hit doc`)

// nameless words are no good in the name of a domain.
var nameless = set(`num no number slug uri url href ref label path param parameter get swagger`)

// empty words carry no meaning of their own.
var empty = set(`a an the this that these those it its all any each every some no not only api rest http https
	json xml html web v endpoint operation action method function request response async sync my me your our
	their his her us we you they be are was were will would can could should may might must do does did
	which who whom whose where when what how why if then else than there here such same other another more
	most less least very also just both either neither etc eg ie via per unique given specified specific
	existing current new default optional required valid following returned used use uses using existing
	string integer number boolean array object value type format char uuid id identifier key name code
	beta alpha internal external public private general common main base simple basic full quick`)
