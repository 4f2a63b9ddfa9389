package world

// An Operation is what a tool does to the rows of its table.
type Operation string

// The operations of tools.
const (
	// Get returns one row, named by its key.
	Get Operation = "get"
	// List returns the rows of a table, or those that belong to a row of
	// another, or that filters let through.
	List Operation = "list"
	// Search returns the rows in which a text occurs.
	Search Operation = "search"
	// Count returns a number that is worked out from rows: how many, how much.
	Count Operation = "count"
	// Create makes a row.
	Create Operation = "create"
	// Update changes columns of a row.
	Update Operation = "update"
	// Delete removes a row.
	Delete Operation = "delete"
	// Move changes the state of a row along its life cycle: cancels an order,
	// approves a request.
	Move Operation = "move"
	// Link joins two rows; Unlink parts them.
	Link   Operation = "link"
	Unlink Operation = "unlink"
	// Report returns what a tool works out that neither reads nor writes rows
	// as such: the status of a service, a conversion, a rendering.
	Report Operation = "report"
)

// A Behaviour is what a tool does in terms of tables and columns: the decision
// from which its code was written. Tasks are made from it, since it says which
// row an argument names and where a result shows a column.
type Behaviour struct {
	Operation Operation `json:"operation"`

	// Table is the table on whose rows the tool acts.
	Table string `json:"table"`

	// Uses says what each parameter stands for, in the order of the parameters.
	Uses []Use `json:"uses"`

	// Gives says where in the result the values of columns stand.
	Gives []Give `json:"gives"`

	// Transition is the change of state that a Move makes.
	Transition *Transition `json:"transition,omitempty"`
}

// A Part is what a parameter is to its tool.
type Part string

// The parts that parameters play.
const (
	// Key names the row on which the tool acts.
	Key Part = "key"
	// Reference names a row of another table, which has to exist: the owner
	// whose rows are listed, the customer of a new order.
	Reference Part = "reference"
	// Filter lets those rows through whose column equals the argument.
	Filter Part = "filter"
	// AtLeast and AtMost are the bounds of a range of the column.
	AtLeast Part = "at_least"
	AtMost  Part = "at_most"
	// Text is looked for in the text columns of the table.
	Text Part = "text"
	// Set is the new value of the column.
	Set Part = "set"
	// Limit, Offset and Order say how many rows come back, from where, sorted
	// how.
	Limit  Part = "limit"
	Offset Part = "offset"
	Order  Part = "order"
	// Ignored changes nothing: a dry run, a format, a header.
	Ignored Part = "ignored"
)

// A Use is what one parameter stands for.
type Use struct {
	Parameter string `json:"parameter"`

	// Property is set where the use is not of the parameter, which is an object,
	// but of one of its properties: the `title` of a `body`. The parameter itself
	// has a use too, which is Ignored.
	Property string `json:"property,omitempty"`

	Part Part `json:"part"`

	// Column is the column that the argument is compared with or becomes, as
	// `table.column`: of a Key or a Reference the key column of the table that it
	// names. Empty for Text, Limit, Offset, Order and Ignored.
	Column string `json:"column,omitempty"`
}

// A Give is one place of a result that shows a column.
type Give struct {
	// Output is the path of the field, such as `data[].id`; `id` of a result that
	// is the row itself, `[].id` of one that is a list of rows.
	Output string `json:"output"`

	// Column is `table.column`.
	Column string `json:"column"`
}

// A Transition is a change of state: a row whose column holds one of From
// comes to hold To.
type Transition struct {
	Column string   `json:"column"`
	From   []string `json:"from"`
	To     string   `json:"to"`
}
