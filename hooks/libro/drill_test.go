package libro_test

func drill() int { return 0 }
