package executors

import "strconv"

// bucket names the range of bounds that n falls in: "4-7" for bounds 4, 8;
// "256+" above the last. bounds ascend and begin at or below n.
func bucket(bounds []int64, n int64) string {
	for i := len(bounds) - 1; i >= 0; i-- {
		if n < bounds[i] {
			continue
		}
		from := strconv.FormatInt(bounds[i], 10)
		switch {
		case i == len(bounds)-1:
			return from + "+"
		case bounds[i+1]-1 == bounds[i]:
			return from
		default:
			return from + "-" + strconv.FormatInt(bounds[i+1]-1, 10)
		}
	}
	panic("executors: " + strconv.FormatInt(n, 10) + " is below every bucket")
}
