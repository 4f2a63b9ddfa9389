package reading

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"worldc/world"
)

// object is a schema with properties given as "name", "name*" if required,
// "name[]" if a list, "name:type" and "name@place".
func object(list string) (schema json.RawMessage, order []string, in map[string][]string) {
	properties := map[string]any{}
	required := []string{}
	in = map[string][]string{}
	for entry := range strings.FieldsSeq(list) {
		entry, place, placed := strings.Cut(entry, "@")
		entry, kind, _ := strings.Cut(entry, ":")
		if kind == "" {
			kind = "string"
		}
		name, must := strings.CutSuffix(entry, "*")
		name, many := strings.CutSuffix(name, "[]")
		if must {
			required = append(required, name)
		}
		if placed {
			in[place] = append(in[place], name)
		}
		properties[name] = map[string]any{"type": kind}
		if many {
			properties[name] = map[string]any{"type": "array", "items": map[string]any{"type": kind}}
		}
		order = append(order, name)
	}
	raw, err := json.Marshal(map[string]any{"type": "object", "properties": properties, "required": required})
	if err != nil {
		panic(err)
	}
	return raw, order, in
}

// TestNames reads tools whose names, paths and descriptions are in the styles
// of real ones.
func TestNames(t *testing.T) {
	for _, c := range []struct {
		name, call, description, parameters string
		want                                string // operation, thing, parts of the parameters
	}{
		// Names alone.
		{"get_booking_details", "", "Get the details of a booking.", "booking_id*", "get booking key"},
		{"list_all_harbours", "", "", "", "list harbour"},
		{"find_guest_by_email", "", "Find the guest who has an e-mail address.", "email*", "get guest key"},
		{"search_ferries", "", "Search ferries between two ports.", "query limit:integer", "search ferry text limit"},
		{"book_cabin", "", "Book a cabin on a ferry.", "ferry_id* cabin_class* guest_name*", "create cabin reference set set"},
		{"cancel_unpaid_booking", "", "Cancel a booking that is not paid.", "booking_id* reason*", "move booking key set"},
		{"modify_booking_guests", "", "Change the guests of a booking.", "booking_id* guests[]*:object", "update booking key set"},
		{"return_rented_tools", "", "Return tools that were rented.", "rental_id* tool_ids[]*", "move rental key reference"},
		{"send_voucher", "", "Send a voucher to a guest. This changes the database.", "guest_id* amount*:integer", "create voucher reference set"},
		{"calculate_tip", "", "Calculate the tip for a bill.", "amount*:number percent*:number", "report tip filter filter"},
		{"convert_currency", "", "", "amount*:number from_currency* to_currency*", "report currency filter filter filter"},
		{"count_open_tickets", "", "Count the open tickets of an agent.", "agent_id*", "count ticket reference"},
		{"get_number_of_guests", "", "", "hotel_id*", "count guest reference"},
		{"is_seat_free", "", "Tells whether a seat is free.", "seat_id*", "report seat key"},
		{"createLoyaltyCard", "", "Creates a loyalty card", "holderName* level", "create loyalty card set set"},
		{"UpdateLoyaltyCard", "", "Updates a card.", "loyaltyCardId* level", "update loyalty card key set"},
		{"loyaltyCardsDelete", "", "Removes a card.", "loyaltyCardId*", "delete loyalty card key"},
		{"loyalty-card-block", "", "Blocks a loyalty card", "cardId*", "move loyalty card key"},
		{"getuserprofile", "", "Get the profile of a user", "userid*", "get user key"},
		{"archive_project", "", "Archive a project.", "project_id*", "move project key"},
		{"unarchive_project", "", "", "project_id*", "move project key"},
		{"add_member_to_team", "", "Add a member to a team.", "team_id* member_id*", "link member reference key"},
		{"remove_member_from_team", "", "Remove a member from a team.", "team_id* member_id*", "unlink member reference key"},
		{"follow_artist", "", "Follow an artist.", "artist_id*", "link artist key"},
		{"unfollow_artist", "", "", "artist_id*", "unlink artist key"},
		{"assign_driver", "", "Assign a driver to a tour.", "tour_id* driver_id*", "link driver reference key"},
		{"acme_list_invoices", "acme/acme", "List invoices (read-only)", "status page:integer", "list invoice filter offset"},
		{"quote_finder", "", "Finds quotes that match a keyword.", "keyword*", "search quote text"},
		{"RouteOptimizer_optimizeRoute", "", "Optimizes a route.", "stops[]*", "report route filter"},
		{"weather.forecast", "", "Get the forecast for a city.", "city*", "get weather filter"},
		{"upsert_contact", "", "Creates or updates a contact.", "contact_id* phone", "update contact key set"},
		{"createOrUpdateShelf", "PUT /shelves/{shelfId}", "Creates or updates a shelf.", "shelfId*@path label@body", "update shelf key set"},
		{"ping", "", "", "", "report record"},
		{"获取订单", "", "获取订单详情", "订单号*", "list record filter"},
		{"取消订单", "POST /orders/{id}/cancel", "取消订单", "id*@path", "move order key"},

		// Ranges, pages and order.
		{"list_rooms", "", "", "min_price:number max_price:number beds:integer sort_by limit:integer offset:integer",
			"list room at_least at_most filter order limit offset"},
		{"listShipments", "GET /shipments", "List shipments", "created_after created_before carrierId page_token dry_run:boolean",
			"list shipment at_least at_most reference offset ignored"},
		{"searchEvents", "GET /events/search", "Search events.", "q since until category", "search event text at_least at_most filter"},

		// Paths.
		{"getOrder", "GET /v2/orders/{id}", "Get an order", "id*@path", "get order key"},
		{"listUserOrders", "GET /users/{userId}/orders", "Orders of a user", "userId*@path status@query", "list order reference filter"},
		{"createOrder", "POST /orders", "Place an order", "customerId*@body total@body:number", "create order reference set"},
		{"deleteOrder", "DELETE /orders/{orderId}", "", "orderId*@path X-Request-Id@header", "delete order key ignored"},
		{"replaceAddress", "PUT /users/{id}/addresses/{address_id}", "Replace an address", "id*@path address_id*@path street@body",
			"update address reference key set"},
		{"get_orders_by_id_lines", "GET /orders/{id}/lines", "The lines of an order", "id*@path", "list line reference"},
		{"post_orders_by_id_cancel", "POST /orders/{id}/cancel", "", "id*@path reason@body", "move order key set"},
		{"CancelOrder", "GET /order/cancel", "Cancels an order", "orderId*@query", "move order key"},
		{"SearchDocuments", "POST /documents/search", "Searches documents", "query@body limit@body:integer", "search document text limit"},
		{"documents.query", "POST /documents/query", "Query documents", "query@body", "search document text"},
		{"Invoices_List", "GET /companies/{companyName}/providers/Contoso.Billing/invoices", "Lists invoices.", "companyName*@path api-version*@query",
			"list invoice reference ignored"},
		{"Invoices_Get", "GET /companies/{companyName}/invoices/{invoiceName}", "Gets an invoice.", "companyName*@path invoiceName*@path",
			"get invoice reference key"},
		{"Invoices_CreateOrUpdate", "PUT /companies/{companyName}/invoices/{invoiceName}", "Creates or updates an invoice.",
			"companyName*@path invoiceName*@path properties@body:object", "update invoice reference key set"},
		{"atlas.shelves.books.list", "GET /v1/shelves/{shelf}/books", "Lists books.", "shelf*@path pageSize@query:integer",
			"list book reference limit"},
		{"atlas.shelves.books.move", "POST /v1/{+name}:move", "Moves a book to another shelf.", "name*@path otherShelfName@body",
			"update book key set"},
		{"atlas.shelves.books.create", "POST /v1/{+parent}/books", "Creates a book.", "parent*@path title@body", "create book reference set"},
		{"DescribeVolumes", "POST /#X-Amz-Target=Store_2020.DescribeVolumes", "<p>Describes the volumes.</p>", "VolumeIds[]@body MaxResults@body:integer",
			"list volume filter limit"},
		{"POST_RebootVolume", "POST /#Action=RebootVolume", "Reboots a volume.", "Action*@query VolumeId*@body", "move volume ignored key"},
		{"TagVolume", "POST /tags/{volumeArn}", "Adds tags to a volume.", "volumeArn*@path tags*@body", "create tag reference set"},
		{"toggleLamp", "POST /lamps/{lamp}/toggle", "Toggles a lamp.", "lamp*@path", "move lamp key"},
		{"uploadPhoto", "POST /albums/{albumId}/photos", "Upload a photo to the album", "albumId*@path file*@body caption@body",
			"create photo reference set set"},
		{"downloadReceipt", "GET /payments/{paymentId}/receipt", "Download the receipt of a payment", "paymentId*@path",
			"get receipt reference"},
		{"getSettings", "GET /teams/{team_id}/settings", "Get the settings of a team", "team_id*@path", "get team key"},
		{"set_password", "POST /users/{username}/password", "Sets the password of a user", "username*@path password*@body", "update user key set"},
		{"addLabels", "POST /issues/{issue_number}/labels", "Add labels to an issue", "issue_number*@path labels[]*@body", "create label reference set"},
		{"repos/get", "GET /repos/{owner}/{repo}", "Get a repository", "owner*@path repo*@path", "get repo reference key"},
		{"pulls/merge", "PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge", "Merges a pull request", "owner*@path repo*@path pull_number*@path",
			"move pull reference reference key"},
		{"GetChargesChargeRefunds", "GET /v1/charges/{charge}/refunds", "<p>You can see a list of the refunds.</p>", "charge*@path limit@query:integer",
			"list refund reference limit"},
		{"validateIban", "GET /iban/{iban}/validate", "Validates an IBAN", "iban*@path", "report iban key"},
		{"health", "GET /healthz", "Health check", "", "report health"},
		{"product_update", "PUT /product.update.json", "Update a product", "id*@query price@query", "update product key set"},
		{"markAsRead", "POST /notifications/{id}/read", "Marks a notification as read", "id*@path", "move notification key"},
		{"UsersController_findOne", "GET /users/{id}", "", "id*@path", "get user key"},
		{"UsersController_remove", "DELETE /users/{id}", "", "id*@path", "delete user key"},
		{"batchDeleteMessages", "POST /messages/batchDelete", "Deletes messages by their ids", "ids[]*@body", "delete message key"},
		{"subscribe", "POST /newsletters/{id}/subscribe", "Subscribe to a newsletter", "id*@path email*@body", "link newsletter key set"},
		{"put_devices_by_id_lock", "PUT /devices/{id}/lock", "", "id*@path", "move device key"},
		{"getBalance", "GET /wallets/{walletId}/balance", "The balance of a wallet", "walletId*@path", "get wallet key"},
		{"estimateShipping", "POST /shipping/estimate", "Estimates what shipping costs", "weight*@body:number zip*@body", "report shipping filter filter"},
		{"duplicatePlan", "POST /plans/{planId}/duplicate", "Duplicates a plan.", "planId*@path name*@body", "create plan reference set"},
		{"ListTagsForResource", "GET /tags/{resourceArn}", "Lists the tags.", "resourceArn*@path", "list tag reference"},
		{"DescribeScalingPolicies", "POST /#Action=DescribeScalingPolicies", "Describes policies.", "NextToken@body PolicyNames[]@body", "list scaling policy offset filter"},
		{"pullTicket", "GET /report_types/{report_type}", "Gets a type of report.", "report_type*@path", "get ticket key"},
		{"comment", "", "Comment on a photo.", "photo_id* text*", "create comment reference set"},
		{"repin", "", "Repin a picture.", "picture_id*", "move picture key"},
		{"shelve_book", "", "Shelves the book again.", "book_id*", "move book key"},
		{"addsticker", "", "Adds a sticker to an album", "album_id* url*", "create sticker reference set"},
		{"hypotenuse", "", "Find how long the longest side is.", "a*:number b*:number", "report hypotenuse filter filter"},
		{"unpublishPost", "POST /posts/{slug}/unpublish", "", "slug*@path", "move post key"},
		{"orders", "GET /orders", "", "", "list order"},
		{"Top_Scorers", "GET", "Get the best scorers of a season", "season*", "list scorer filter"},
		{"Team_by_ID", "GET", "Team by id", "id*", "get team key"},
	} {
		method, path, _ := strings.Cut(c.call, " ")
		tool := world.Tool{Name: c.name, Description: c.description}
		if strings.Contains(method, "/") {
			tool.Source.API, method = method, ""
		}
		tool.Source.Method, tool.Source.Path = method, path
		if path != "" {
			tool.Source.OperationID = c.name
		}
		if method != "" && strings.HasPrefix(c.name, strings.ToLower(method)+"_") {
			tool.Source.OperationID = ""
		}
		tool.Parameters, tool.ParameterOrder, tool.Source.In = object(c.parameters)
		r := Read(&tool)
		got := []string{string(r.Operation), strings.Join(r.Thing, " ")}
		for _, p := range r.Parameters {
			got = append(got, string(p.Part))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s %s: %q, want %q", c.name, c.call, strings.Join(got, " "), c.want)
		}
		if writes := slices.Contains(operationNames[firstWrite:], r.Operation); writes != (r.Effect == world.Write) {
			t.Errorf("%s: %s is %s", c.name, r.Operation, r.Effect)
		}
	}
}
