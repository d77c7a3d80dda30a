"""AWS through boto3: sessions, the rate of requests, and what a failure means. Imported only where it is used."""
