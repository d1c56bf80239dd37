"""Review plans before and after they are issued: findings on one plan, and the changes from one to the next."""
