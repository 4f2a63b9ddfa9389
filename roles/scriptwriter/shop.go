package scriptwriter

import (
	"fmt"
	"sync"

	m "worldc/roles/scriptwriter/mechanics"
)

// shop is about money that runs out: prices stand on tags that have to be read,
// what is out of stock is elsewhere, what is bought is paid before one leaves, and
// what is brought back gives money again.
var shop = family{
	name:     "shop",
	fits:     []string{"market", "shop", "flea", "hardware", "beekeeper", "baker ", "farmer", "collects", "freelance", "courier", "bartender", "costume", "tailor", "saving", "father", "sells", "knits", "magician", "conductor", "sheep", "choir"},
	everyday: true,
	own:      []string{"It is Saturday, and you need a few things before the shops close.", "You have put off this errand for weeks.", "What you need for next week is not in the house."},
	guest:    []string{"A friend with a broken foot has sent you shopping.", "You are in a strange town and need a few things.", "You do the shopping for your neighbour this week."},
	book: sync.OnceValue(func() *m.Book {
		return m.Read(`
sort shop
sort street: one shop, other shop
sort article: shop shop, price number, known flag, stock number, basket flag, bought flag
sort purchase: shop shop, worth number, mine flag
sort machine: shop shop, left number
sort player: place shop, money number, due number

rule go_to: go to the {shop} | walk over to the {shop} | head for the {shop}
  about Walk to a shop that is next to where you are. Pay first.
  need player.place != shop else You are at the {shop} already.
  need street(player.place, shop) != nothing else The {shop} is not next to the {player.place}.
  need player.due = 0 else "Excuse me!" calls the shop assistant: you have not paid.
  do player.place = shop
  say You go to the {shop}.
  tell view(shop)
rule look: look around | look at the shelves
  about See what is sold here.
  say You are at the {player.place}.
  tell view(player["place"])
rule count: count my money | look into my purse
  about See how much money you have.
  say You have {player.money euro}; {player.due euro} to be paid.
rule ask: ask for the price of the {article} | look for the price tag of the {article}
  about Learn what something costs.
  at article.shop else The {player.place} does not sell the {article}.
  do article.known = true
  say The {article}: {article.price euro}. In stock: {article.stock}.
rule choose: put the {article} into the basket | choose the {article}
  about Take something that you mean to buy.
  at article.shop else The {player.place} does not sell the {article}.
  need article.known = true else You do not know yet what it costs, and you have to count every euro.
  need article.basket = false else The {article} is in your basket already.
  need article.bought = false else You have bought the {article} already.
  need article.stock > 0 else The {article} is sold out.
  do article.basket = true
  do article.stock -= 1
  do player.due += article.price
  say The {article} is in your basket. That makes {player.due euro}.
rule put_back: put the {article} back | take the {article} out of the basket
  about Change your mind.
  at article.shop else You are not where the {article} comes from.
  need article.basket = true else The {article} is not in your basket.
  do article.basket = false
  do article.stock += 1
  do player.due -= article.price
  say You put the {article} back on the shelf.
rule pay: pay at the till | pay for everything
  about Pay for what is in the basket.
  need player.due > 0 else There is nothing to pay.
  need player.money >= player.due else You have {player.money euro}, and it makes {player.due euro}.
  do player.money -= player.due
  do player.due = 0
  do each article with basket = true: bought = true
  do each article with basket = true: basket = false
  say You pay and have {player.money euro} left.
rule bring_back: bring back the {purchase} | return the {purchase}
  about Get your money back for something you bought.
  at purchase.shop else "That is not from us," they say at the {player.place}.
  need purchase.mine = true else You have brought the {purchase} back already.
  do purchase.mine = false
  do player.money += purchase.worth
  say They take the {purchase} back and give you {purchase.worth euro}.
rule withdraw: draw 20 euros from the {machine} | take 20 euros out of the {machine}
  about Get money; there is not much left in your account.
  at machine.shop else There is no {machine} here.
  need machine.left > 0 else The {machine} tells you that your account is empty.
  do machine.left -= 20
  do player.money += 20
  say The {machine} gives you 20 euros. Your account has {machine.left} left.
`, `
def view(shop):
    """What a shop has."""
    seen = []
    for x in db.find("article", {"shop": shop}, order = ["name"]):
        seen.append("the " + x["name"] + (" (" + count(x["price"], "euro") + ")" if x["known"] else "") + (", sold out" if x["stock"] == 0 else ""))
    text = "On the shelves: " + "; ".join(seen) + "." if len(seen) > 0 else "Nothing you could use is sold here."
    for x in db.find("machine", {"shop": shop}):
        text += " There is a " + x["name"] + " by the door."
    ways = [e["other"] if e["one"] == shop else e["one"] for e in db.find("street") if e["one"] == shop or e["other"] == shop]
    return text + " Next door: the " + " and the ".join(sorted(ways)) + "."
`)
	}),
	draw: drawShop,
}

var shops = []struct {
	name     string
	articles []string
}{
	{"ironmonger", []string{"box of screws", "hand drill", "padlock", "tin of varnish", "spirit level", "roll of wire"}},
	{"bookshop", []string{"road atlas", "crossword book", "sketch pad", "birdwatching guide", "fountain pen"}},
	{"greengrocer", []string{"crate of apples", "bunch of rhubarb", "sack of potatoes", "pot of basil"}},
	{"chemist", []string{"sun cream", "tube of ointment", "bottle of cough syrup", "packet of plasters"}},
	{"second-hand shop", []string{"brass lamp", "record player", "chess set", "leather satchel", "music box"}},
	{"haberdashery", []string{"reel of black thread", "bag of buttons", "ball of wool", "metre of felt"}},
	{"delicatessen", []string{"jar of honey", "goat cheese", "tin of green tea", "bottle of olive oil"}},
	{"bicycle shop", []string{"bicycle bell", "inner tube", "rear light", "chain lock"}},
}

func drawShop(d *draw) (scene, goal string) {
	chosen := some(d, d.between(3, 5), shops)
	var names []string
	for _, s := range chosen {
		names = append(names, d.add("shop", s.name))
	}
	d.tree("street", names)
	d.me("place", one(d, names))
	var wanted []string
	price := map[string]int{}
	total := 0
	number := d.between(2, 4)
	for i, s := range some(d, len(chosen), chosen) {
		for j, x := range some(d, d.between(2, 3), s.articles) {
			price[x] = d.between(3, 24)
			stock := d.between(1, 4)
			if j == 0 && i < number {
				wanted = append(wanted, x)
				total += price[x]
				d.via(x, "bought", true)
				d.want(x, "bought", true, "you have bought the %s", x)
			} else if d.Chance(1, 4) {
				stock = 0
			}
			d.add("article", x, "shop", s.name, "price", price[x], "stock", stock)
		}
	}
	short := d.between(1, total-1)
	purse := total - short
	hint := ""
	if d.Chance(1, 2) {
		from := one(d, chosen)
		thing := map[string]string{"ironmonger": "kettle that does not boil", "bookshop": "calendar of last year", "greengrocer": "crate of empty bottles", "chemist": "box of vitamin tablets", "second-hand shop": "clock that stands still",
			"haberdashery": "shirt that is too small", "delicatessen": "hamper that nobody wants", "bicycle shop": "pump that leaks"}[from.name]
		d.add("purchase", thing, "shop", from.name, "worth", short+d.between(0, 5), "mine", true)
		hint = fmt.Sprintf(" In your bag is the %s, which you bought at the %s.", thing, from.name)
		d.way = append([]m.Goal{{Thing: thing, Attribute: "mine", Value: false}}, d.way...)
	} else {
		d.add("machine", "cash machine", "shop", one(d, names), "left", (short+19)/20*20)
		hint = " There is a cash machine somewhere in the street."
	}
	var lines []string
	for _, w := range wanted {
		lines = append(lines, "the "+w)
	}
	d.me("money", purse)
	goal = "Buy " + listed(lines) + "."
	if d.Chance(1, 2) {
		end := one(d, names)
		d.want(m.You, "place", end, "you are at the %s", end)
		goal = fmt.Sprintf("Buy %s; then wait for your friend at the %s.", listed(lines), end)
	}
	return fmt.Sprintf("You have %d euros in your purse, and that may not be enough.%s Prices stand only on the tags, and nobody leaves a shop without having paid.", purse, hint), goal
}
